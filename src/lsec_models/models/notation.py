"""What every symbol of the models means: one meaning for the whole package, wherever that is possible.

Units. A *price* is money for one unit of the product, *demand* is units of the product in a period. A period is a
season in the static models, a year in :mod:`lsec_models.models.over_time.dynamic_quality` and a month in
:mod:`lsec_models.models.over_time.fame`. Quality, effort, traffic and goodwill are measured in units of their own; a
pure number has the unit 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lsec_models.errors import UnknownName, nearest


@dataclass(frozen=True)
class Meaning:
    """What a symbol stands for.

    Attributes
    ----------
    words : str
        A few words, without a full stop.
    unit : str
        In the words of this module's docstring; ``"1"`` for a pure number.
    """

    words: str
    unit: str


SHARED: Mapping[str, Meaning] = MappingProxyType(
    {
        # Parameters
        "A": Meaning("fixed payment of a streamer who buys the goods, under a two-part tariff", "money/period"),
        "F": Meaning("slot fee: what the manufacturer pays the streamer for a place in the show", "money/period"),
        "G_0": Meaning("goodwill at time 0", "goodwill"),
        "Q_0": Meaning("quality at time 0, where it is a stock", "quality"),
        "T": Meaning("technology cost of a virtual host", "money/period"),
        "W": Meaning("wage of a host whom the manufacturer employs", "money/period"),
        "a": Meaning("market size: demand at the price zero, before anybody invests", "demand"),
        "alpha": Meaning("market size: what the first unit in the retail channel is worth to consumers", "price"),
        "b": Meaning("price sensitivity: demand lost for each step of the price", "demand/price"),
        "beta": Meaning("demand that goodwill brings", "demand/goodwill"),
        "c": Meaning("cost of making a unit", "price"),
        "delta": Meaning("rate at which goodwill fades", "1/period"),
        "epsilon": Meaning("rate at which quality fades, where it is a stock", "1/period"),
        "eta": Meaning("cost of live effort: half of it times effort squared", "money/period/effort²"),
        "eta_o": Meaning("cost of live effort of the manufacturer's own host, likewise", "money/period/price²"),
        "gamma": Meaning("demand that quality brings at once", "demand/quality"),
        "h": Meaning("fame at which half of the possible viewers see the show", "1000 followers"),
        "k": Meaning("cost of quality: half of it times quality squared", "money/period/quality²"),
        "kappa": Meaning("followers that effort wins where everybody sees it", "1000 followers/period/effort"),
        "kappa_e": Meaning("goodwill that live effort builds", "goodwill/period/effort"),
        "kappa_q": Meaning("goodwill that quality builds", "goodwill/period/quality"),
        "lambda": Meaning("commission rate: the part of revenue that the streamer receives", "1"),
        "mu": Meaning("demand that live effort brings at once", "demand/effort"),
        "phi": Meaning("influence of the streamer: its market relative to the traditional one", "1"),
        "phi_o": Meaning("influence of the manufacturer's own host", "1"),
        "psi_e": Meaning("part of the cost of live effort that the manufacturer bears, by contract", "1"),
        "psi_q": Meaning("part of the cost of quality that the streamer bears, by contract", "1"),
        "r": Meaning("discount rate", "1/period"),
        "rho": Meaning("margin that a unit sold leaves to both together", "price"),
        "rho_M": Meaning("margin of the manufacturer on a unit sold", "price"),
        "rho_S": Meaning("margin of the streamer on a unit sold", "price"),
        "sigma": Meaning("substitutability of channels, brands or streamers: 0 for separate markets", "1"),
        "tau": Meaning("demand that traffic support brings", "demand/traffic"),
        "theta": Meaning("spillover of live effort on the retail channel; negative: it cannibalises", "1"),
        "u": Meaning("reservation profit: what the streamer earns elsewhere", "money/period"),
        "upsilon": Meaning("cost of traffic support: half of it times traffic squared", "money/period/traffic²"),
        "xi": Meaning("training: how much more effort wins because of it", "1"),
        # Decisions
        "d_l": Meaning("quantity sold in the live channel", "demand"),
        "d_r": Meaning("quantity sold in the retail channel", "demand"),
        "e": Meaning("live effort", "effort"),
        "f": Meaning("the platform's fee on a unit sold", "price"),
        "m": Meaning("the streamer's margin on a unit sold", "price"),
        "p": Meaning("price that consumers pay", "price"),
        "p_l": Meaning("price in the live channel", "price"),
        "p_r": Meaning("price in the retail channel", "price"),
        "q": Meaning("quality of the product; over time, the effort put into it", "quality"),
        "s_e": Meaning("part of the cost of live effort that the manufacturer offers to bear", "1"),
        "s_q": Meaning("part of the cost of quality that the streamer offers to bear", "1"),
        "t": Meaning("traffic support of the platform", "traffic"),
        "w": Meaning("wholesale price", "price"),
        # States
        "G": Meaning("goodwill", "goodwill"),
        "Q": Meaning("quality, where it is a stock", "quality"),
        # Reported quantities
        "chain_profit": Meaning("what all players earn together", "money/period"),
        "consumer_surplus": Meaning("what consumers get from the goods beyond what they pay", "money/period"),
        "demand": Meaning("units sold, in all channels", "demand"),
        "live_demand": Meaning("units sold in the live channel; 0 without one", "demand"),
        "live_effort": Meaning("live effort; 0 without a live channel", "price"),
        "live_price": Meaning("price in the live channel", "price"),
        "live_revenue": Meaning("what the live channel takes in", "money/period"),
        "price": Meaning("price that consumers pay", "price"),
        "retail_demand": Meaning("units sold in the retail channel", "demand"),
        "retail_price": Meaning("price in the retail channel", "price"),
        "welfare": Meaning("consumer surplus and chain profit together", "money/period"),
    }
)

# Where a model means something else by a symbol, or measures it otherwise: by the module that declares the model.
PECULIAR: Mapping[str, Mapping[str, Meaning]] = MappingProxyType(
    {
        "after_sales": {
            "a": Meaning("demand at the cost of a unit, without returns or exaggeration", "demand"),
            "beta": Meaning("part of the freight that buyers bear", "1"),
            "f": Meaning("the platform's margin on a unit sold", "price"),
            "kappa": Meaning("part of what is shipped that is kept, without exaggeration", "1"),
            "kept": Meaning("part of what is shipped that is kept", "1"),
            "l": Meaning("what a unit that is sent back costs the manufacturer", "price"),
            "omega": Meaning("how much less is kept with a unit of exaggeration", "1/demand"),
            "price": Meaning("price that consumers pay, above the cost of a unit", "price"),
            "r": Meaning("refund", "price"),
            "returns": Meaning("part of what is sold that is sent back", "1"),
            "s": Meaning("what a returned unit is worth to the seller", "price"),
            "shipped": Meaning("units shipped, sent back or not", "demand"),
            "t": Meaning("freight of a return", "price"),
            "v": Meaning("margin of the seller, or of the manufacturer, above all its costs", "price"),
            "x": Meaning("exaggeration: what it adds to demand", "demand"),
            "z": Meaning("what a buyer gets for a return, freight off", "price"),
        },
        "channel_choice": {
            "G": Meaning("minimum guarantee: the least that the streamer receives for its share", "money/period"),
            "e": Meaning("live effort, measured by what it adds to the worth of a live unit", "price"),
            "eta": Meaning("cost of live effort: half of it times effort squared", "money/period/price²"),
            "psi": Meaning("part of live revenue that a streamer who buys the goods passes on", "1"),
        },
        "business_model": {
            "B": Meaning("bonus for each new buyer who is brought", "price"),
            "H": Meaning("highest cost of bringing a new buyer", "price"),
            "n": Meaning("number of sellers", "1"),
            "nu": Meaning("network effect: demand that an expected buyer brings", "1"),
            "psi": Meaning("part of revenue that a streamer who buys the goods passes on", "1"),
            "q": Meaning("quantity that a seller sells", "demand"),
            "r": Meaning("new buyers whom a buyer who refers brings", "1"),
        },
        "consumer_demand": {
            "believers_surplus": Meaning(
                "what buyers would get if all believed, counted at true values", "money/period"
            ),
            "delta_c": Meaning("discount factor of buyers", "1"),
            "delta_f": Meaning("discount factor of the seller", "1"),
            "doubters_surplus": Meaning("what buyers would get if none believed", "money/period"),
            "h": Meaning("how far values may move between the shows, either way", "price"),
            "k": Meaning("cost of exaggeration: half of it times the exaggeration squared", "money/period/price²"),
            "nu": Meaning("part of buyers who believe what is claimed", "1"),
            "p_1": Meaning("price in the first show", "price"),
            "p_2": Meaning("price in the second show", "price"),
            "sales": Meaning("buyers who buy", "demand"),
            "v": Meaning("value of the last buyer who buys in the first show", "price"),
            "x": Meaning("exaggeration: claimed value less true value", "price"),
        },
        "content": {
            "a": Meaning("demand for a brand without content and effort, for a streamer of influence 1", "demand"),
            "appeal": Meaning("all content of the show", "content"),
            "beta": Meaning("bargaining power of the streamer", "1"),
            "demand": Meaning("demand for a brand", "demand"),
            "gamma": Meaning("demand that content brings each brand", "demand/content"),
            "k": Meaning("cost of content: half of it times content squared", "money/period/content²"),
            "lambda": Meaning("commission rate: the streamer's part of the margin, or of the brand's revenue", "1"),
            "n": Meaning("number of brands in the show", "1"),
            "psi": Meaning("part of the cost of content that brands bear together", "1"),
            "v": Meaning("bonus for a unit of content", "money/period/content"),
            "x": Meaning("content", "content"),
        },
        "customer_relationship": {
            "B": Meaning("customers who are loyal to the brand", "demand"),
            "B_0": Meaning("customers who are loyal to the brand at time 0", "demand"),
            "H": Meaning("how long the contract lasts, where its end is fixed", "period"),
            "R_b": Meaning("what one of its customers is worth to the brand after the contract", "price·period"),
            "R_s": Meaning("what one of its followers is worth to the streamer after the contract", "price·period"),
            "S": Meaning("customers who are loyal to the streamer", "demand"),
            "S_0": Meaning("customers who are loyal to the streamer at time 0", "demand"),
            "a": Meaning("demand of customers who are loyal to nobody", "demand"),
            "delta": Meaning("rate at which customers leave", "1/period"),
            "e": Meaning("effort of the streamer for its own followers", "effort"),
            "eta": Meaning("cost of the streamer's efforts: half of it times their squares", "money/period/effort²"),
            "k": Meaning("cost of the brand's efforts: half of it times their squares", "money/period/effort²"),
            "kappa_b": Meaning("customers of the brand that effort wins", "demand/period/effort"),
            "kappa_s": Meaning("followers of the streamer that effort wins", "demand/period/effort"),
            "lambda": Meaning("commission rate: the part of the margin that the streamer receives", "1"),
            "phi": Meaning("reach of the streamer: how much more its effort wins", "1"),
            "psi": Meaning("rate at which the contract ends", "1/period"),
            "r_1": Meaning("how much acquisition moves the base", "1"),
            "r_2": Meaning("how much retention moves the base", "1"),
            "sales": Meaning("units sold", "demand"),
            "u": Meaning("effort of the brand for its own customers", "effort"),
            "v_1": Meaning("acquisition", "effort"),
            "v_2": Meaning("retention", "effort"),
            "y": Meaning("effort of the streamer for the brand's customers", "effort"),
            "z": Meaning("effort of the brand for the streamer's followers", "effort"),
        },
        "dynamic_quality": {
            "a": Meaning("market size: demand without goodwill, at the price zero where there is a price", "demand"),
        },
        "exclusivity": {
            "F_11": Meaning("slot fee of the first brand at the first streamer", "money/period"),
            "F_12": Meaning("slot fee of the first brand at the other streamer", "money/period"),
            "F_21": Meaning("slot fee of the second brand at the first streamer", "money/period"),
            "F_22": Meaning("slot fee of the second brand at the other streamer", "money/period"),
            "d_11": Meaning("quantity of the first brand at the first streamer", "demand"),
            "d_12": Meaning("quantity of the first brand at the other streamer", "demand"),
            "d_21": Meaning("quantity of the second brand at the first streamer", "demand"),
            "d_22": Meaning("quantity of the second brand at the other streamer", "demand"),
            "w_11": Meaning("wholesale price of the first brand at the first streamer", "price"),
            "w_12": Meaning("wholesale price of the first brand at the other streamer", "price"),
            "w_21": Meaning("wholesale price of the second brand at the first streamer", "price"),
            "w_22": Meaning("wholesale price of the second brand at the other streamer", "price"),
            "alpha": Meaning("what the first unit of a brand at a streamer is worth to consumers", "price"),
            "beta": Meaning("bargaining power of the streamers", "1"),
            "sigma": Meaning("how alike the audiences of the two streamers are: 0 for separate ones", "1"),
            "tau": Meaning("how alike the two brands are: 0 for separate markets", "1"),
        },
        "fame": {
            "A": Meaning("fame: followers who watch", "1000 followers"),
            "delta": Meaning("rate at which followers leave", "1/period"),
            "psi": Meaning("part of the cost of live effort that the manufacturer bears", "1"),
            "rho": Meaning("live revenue that followers bring", "money/period/1000 followers"),
        },
        "information_sharing": {
            "V": Meaning("variance of demand", "demand²"),
            "d_1": Meaning("quantity that the first streamer sells", "demand"),
            "d_2": Meaning("quantity that the second streamer sells", "demand"),
            "s": Meaning("noise of a signal: its variance as a part of that of demand", "1"),
        },
        "inventory": {
            "Q": Meaning("units ordered before demand is known", "demand"),
            "a": Meaning("expected demand without effort, for a streamer of influence 1", "demand"),
            "b": Meaning("what the manufacturer pays back for an unsold unit", "price"),
            "c_2": Meaning("cost of making a unit after demand is known", "price"),
            "d": Meaning("extra cost of a unit made on demand, delay included", "price"),
            "demand": Meaning("expected demand", "demand"),
            "g": Meaning("goodwill lost with a unit that is asked for in vain", "price"),
            "h": Meaning("spread of demand around its mean: 0 for none, 1 down to nothing and up to twice", "1"),
            "left": Meaning("units left over, on average", "demand"),
            "psi": Meaning("part of revenue that a streamer who buys the goods passes on", "1"),
            "s": Meaning("salvage value of an unsold unit", "price"),
            "sales": Meaning("units sold, on average", "demand"),
            "stock": Meaning("units ordered before demand is known", "demand"),
            "stock_outs": Meaning("chance of a stock-out", "1"),
            "y": Meaning("service level: the chance that demand is covered", "1"),
        },
        "levers": {
            "L": Meaning("reputation that the streamer loses with a defect that stays", "price"),
            "S": Meaning("cost of after-sales service in a season", "money/period"),
            "V": Meaning("cost of vetting in a season", "money/period"),
            "beta": Meaning("bargaining power of the streamer", "1"),
            "c": Meaning("cost of making a unit; of training, half of it times training squared", "price"),
            "chi": Meaning("how readily new traffic follows the streamer elsewhere: 1 as the old", "1"),
            "defects": Meaning("defective units that stay with their buyers", "demand"),
            "delta": Meaning("part of what is made that is defective", "1"),
            "g": Meaning("goodwill that the manufacturer loses with a defect that stays", "price"),
            "gamma": Meaning("demand that content brings", "demand/content"),
            "h": Meaning("training: ability above that without it, which is 1", "1"),
            "k": Meaning("cost of content, or of service: half of it times its square", "money/period"),
            "kappa": Meaning("cost of vetting; what one ability and one traffic earn elsewhere", "money/period"),
            "l": Meaning("what a defect that stays costs its buyer", "price"),
            "mu": Meaning("part of sales that the platform receives", "1"),
            "r": Meaning("cost of making a defect good", "price"),
            "sales": Meaning("what visitors spend", "money/period"),
            "t": Meaning("traffic support; of training, traffic above that without it, which is 1", "traffic"),
            "v": Meaning("what one ability and one traffic bring", "money/period"),
            "x": Meaning("content; of vetting, the part of defects that is found", "1"),
            "z": Meaning("part of the defects sold that service makes good", "1"),
        },
        "live_pricing": {
            "V": Meaning("variance of demand, for the audience of a streamer of influence 1", "demand²"),
            "a": Meaning("demand at the price zero in a half of the show, on average", "demand"),
            "delta": Meaning("discount factor of the second half", "1"),
            "h": Meaning("how far noise may move sales of the first half, either way", "demand"),
            "p_0": Meaning("second price where sales told nothing", "price"),
            "p_1": Meaning("price in the first half", "price"),
            "p_2": Meaning("price in the second half", "price"),
            "p_h": Meaning("second price where sales told the steeper line of demand", "price"),
            "p_l": Meaning("second price where sales told the flatter line of demand", "price"),
            "profit": Meaning("what the seller earns in both halves, the second one discounted", "money/period"),
            "revenue": Meaning("what buyers pay", "money/period"),
            "s": Meaning("noise of sales: its variance as a part of that of demand, at influence 1", "1"),
            "told": Meaning("chance that sales of the first half tell the line of demand", "1"),
            "x": Meaning("how far the lines of demand are from their mean at the price zero", "demand"),
            "y": Meaning("how far the slopes of the lines are from their mean", "demand/price"),
        },
        "logistics": {
            "D_0": Meaning("least volume of the large carrier", "demand"),
            "K": Meaning("units that can be delivered at once", "demand"),
            "c_1": Meaning("what the small carrier asks for a unit", "price"),
            "c_2": Meaning("what the large carrier asks for a unit", "price"),
            "d": Meaning("units sold", "demand"),
            "g": Meaning("cost of waiting: half of it times the units that wait, squared", "price/demand"),
            "k": Meaning("cost of speed: half of it times speed squared", "money/period/day²"),
            "kappa": Meaning("cost of capacity for a unit", "price"),
            "l": Meaning("demand that a day of speed brings", "demand/day"),
            "psi": Meaning("part of revenue that a streamer who buys the goods passes on", "1"),
            "waiting": Meaning("units that wait", "demand"),
            "x": Meaning("speed: days by which delivery beats the usual time", "day"),
        },
        "partnership": {
            "F_1": Meaning("slot fee that the first brand pays", "money/period"),
            "F_2": Meaning("slot fee that the second brand pays", "money/period"),
            "alpha": Meaning("what the first unit of a brand, or in a channel, is worth to consumers", "price"),
            "beta": Meaning("bargaining power of the streamer", "1"),
            "beta_m": Meaning("bargaining power of the agency against manufacturer and platform", "1"),
            "d_1": Meaning("quantity of the first brand", "demand"),
            "d_2": Meaning("quantity of the second brand", "demand"),
            "omega": Meaning("bargaining power of the streamer against its agency", "1"),
            "psi": Meaning("part of revenue that a streamer who buys the goods passes on", "1"),
            "streamer_part": Meaning("part of the margin that the streamer receives", "1"),
            "varsigma": Meaning("part of revenue, and of all costs, that the streamer has", "1"),
            "w_1": Meaning("wholesale price of the first brand", "price"),
            "w_2": Meaning("wholesale price of the second brand", "price"),
            "y": Meaning("what the streamer pays its agency for a unit", "price"),
        },
        "product_selection": {
            "L": Meaning("reputation that the streamer loses with a defect that is sold", "price"),
            "defects": Meaning("defective units sold", "demand"),
            "k": Meaning("cost of quality: half of it times quality squared", "money/period"),
            "kappa": Meaning("cost of vetting: half of it times accuracy squared", "money/period"),
            "n": Meaning("number of brands under one name", "1"),
            "psi": Meaning("part of revenue that a streamer who buys the goods passes on", "1"),
            "q": Meaning("quality: the chance that a unit is sound", "1"),
            "r": Meaning("cost to the manufacturer of replacing a defect that is found", "price"),
            "sold": Meaning("units sold, sound and defective", "demand"),
            "v": Meaning("what a sound unit is worth to a buyer", "price"),
            "x": Meaning("accuracy of vetting: the chance that a defect is found", "1"),
        },
        "promotion": {
            "e": Meaning("effort of a streamer to be recommended", "effort"),
            "e_1": Meaning("effort of the first streamer to be recommended", "effort"),
            "e_2": Meaning("effort of the second streamer to be recommended", "effort"),
            "e_3": Meaning("effort of the third streamer to be recommended", "effort"),
            "eta": Meaning("cost of a unit of effort", "money/effort"),
            "first_share": Meaning("the first streamer's part of traffic", "1"),
            "kappa": Meaning("what a unit of effort is worth to the platform, sales aside", "money/effort"),
            "mu": Meaning("commission rate: the part of sales that the platform receives", "1"),
            "n": Meaning("number of streamers", "1"),
            "v": Meaning("what a visitor of a streamer spends", "money/traffic"),
            "v_1": Meaning("what a visitor of the first streamer spends", "money/traffic"),
            "v_2": Meaning("what a visitor of the second streamer spends", "money/traffic"),
            "v_3": Meaning("what a visitor of the third streamer spends", "money/traffic"),
            "sales": Meaning("what all visitors spend", "money/period"),
            "second_share": Meaning("the second streamer's part of traffic", "1"),
            "t": Meaning("traffic: visitors that the platform sends", "traffic"),
            "total_effort": Meaning("effort of all streamers together", "effort"),
        },
        "regulation": {
            "N": Meaning("penalty of a platform that did not supervise, where somebody complains", "money"),
            "c": Meaning("trouble of a consumer who complains", "money"),
            "d": Meaning("reputation that a platform wins by catching a lax streamer", "money"),
            "f": Meaning("fine of a lax streamer that is caught", "money"),
            "g": Meaning("what a lax streamer gains", "money"),
            "k": Meaning("cost of supervision", "money"),
            "mu": Meaning("commission: the part of a lax streamer's gain that the platform receives", "1"),
            "n": Meaning("members of an association that bears fines together", "1"),
            "nu": Meaning("part of a fine that the platform keeps", "1"),
            "z": Meaning("refund of a lax streamer to a consumer who complains", "money"),
        },
        "streamer_training": {
            "V": Meaning("variance of output", "money²/period²"),
            "b": Meaning("bonus: the part of output that the streamer receives", "1"),
            "beta": Meaning("bargaining power of the streamer", "1"),
            "beta_m": Meaning("bargaining power of the agency against the brand", "1"),
            "c": Meaning("cost of training: half of it times ability squared", "money/period/ability²"),
            "h": Meaning("ability that training brings", "ability"),
            "k": Meaning("cost of live effort: half of it times effort squared", "money/period/effort²"),
            "kappa": Meaning("what a unit of ability earns elsewhere", "money/period/ability"),
            "mu": Meaning("part of what a streamer brings that the platform receives", "1"),
            "omega": Meaning("bargaining power of the streamer against its agency", "1"),
            "rho": Meaning("absolute risk aversion of the streamer", "period/money"),
            "s": Meaning("base pay, whatever is sold", "money/period"),
            "u": Meaning("what the streamer earns elsewhere without training", "money/period"),
            "v": Meaning("what a unit of ability, or of effort, brings the brand", "money/period/ability"),
        },
        "technology": {
            "Delta": Meaning("what the technology saves on a unit", "price"),
            "K": Meaning("cost of adopting the technology", "money/period"),
            "P": Meaning("what the show is worth under a human streamer", "money/period"),
            "a": Meaning("market size: price at which nothing is sold; of a show, units sold without effort", "price"),
            "beta": Meaning("spillover of research; of a threat, bargaining power of the streamer", "1"),
            "d_1": Meaning("quantity of the first brand", "demand"),
            "d_2": Meaning("quantity of the second brand", "demand"),
            "eta_v": Meaning("a virtual host's cost of effort: half of it times its square", "money/period/effort²"),
            "k": Meaning("cost of research, or of a virtual host: half of it times its square", "money/period/price²"),
            "phi_v": Meaning("influence of a virtual host", "1"),
            "psi": Meaning("part of revenue that a streamer who buys the goods passes on", "1"),
            "v": Meaning("what a unit of a virtual host would bring", "money/period"),
            "x": Meaning("research of each brand, decided together: what it saves on a unit", "price"),
            "x_1": Meaning("research of the first brand: what it saves on a unit", "price"),
            "x_2": Meaning("research of the second brand: what it saves on a unit", "price"),
            "z": Meaning("how much of a virtual host is built", "1"),
        },
    }
)


def meaning(symbol: str, module: str) -> Meaning:
    """Return what a symbol means in the models of a module.

    Parameters
    ----------
    symbol : str
        The name of a parameter, decision, state or reported quantity.
    module : str
        Such as ``"channel_choice"``.

    Raises
    ------
    UnknownName
        If the symbol has no entry; names the nearest.

    Examples
    --------
    >>> meaning("G", "dynamic_quality").words, meaning("G", "channel_choice").unit
    ('goodwill', 'money/period')
    """
    own = PECULIAR.get(module, {})
    if symbol in own:
        return own[symbol]
    if symbol not in SHARED:
        raise UnknownName(f"no meaning of {symbol!r} in {module!r}; {nearest(symbol, {*SHARED, *own})}")
    return SHARED[symbol]


def short_words(module: str) -> Mapping[str, str]:
    """Return what the symbols of a module's models are called in a few words, for the axes of figures.

    Examples
    --------
    >>> short_words("channel_choice")["lambda"]
    'commission rate'
    """
    known = {**SHARED, **PECULIAR.get(module, {})}
    return MappingProxyType({name: said.words.partition(":")[0].partition(";")[0] for name, said in known.items()})
