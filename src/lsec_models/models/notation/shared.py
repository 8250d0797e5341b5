"""What symbols mean in all models but those that say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lsec_models.games.meaning import Meaning

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
