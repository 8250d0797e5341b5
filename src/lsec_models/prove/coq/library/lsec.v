(* Lemmas behind the theorems that lsec_models writes.

   A proof is data: polynomials with integer coefficients, and steps. The function [check] recomputes every step, and
   [holds] says once, for all data, that what it accepts is true of the real numbers. A file that lsec_models writes
   states a theorem over the reals and proves it by [holds] and one computation. *)

Require Import Env EnvRing Ring_theory RealField Reals ZArith NArith List Bool Lra Lia Psatz.
Import ListNotations.
Local Open Scope R_scope.

Ltac split_checks := repeat match goal with H : _ && _ = true |- _ => apply andb_true_iff in H; destruct H end.

(* 1. Polynomials: equal where their normal forms are. *)

Notation E := (PExpr Z).
Definition C (c : Z) : E := PEc c.
Definition X (i : positive) : E := PEX i.
Definition zero : E := C 0.
Definition one : E := C 1.
Notation ev := (PEeval Rplus Rmult Rminus Ropp IZR N.to_nat pow).
Local Arguments Env.nth _ _ _ /.
Definition same (a b : E) : bool :=
  let normal := norm_aux 0%Z 1%Z Z.add Z.mul Z.sub Z.opp Zeq_bool in Peq Zeq_bool (normal a) (normal b).

Lemma same_ok l a b : same a b = true -> ev l a = ev l b.
Proof.
  intros H. rewrite !(norm_aux_spec Rset Rext (Rth_ARth Rset Rext RTheory) R_rm R_power_theory).
  exact (Peq_ok Rset Rext R_rm _ _ H l).
Qed.

(* 2. Signs: [sgn true x] says that x is positive, [sgn false x] that it is at least zero; a sign may be unknown. *)

Definition sgn (b : bool) (x : R) : Prop := if b then 0 < x else 0 <= x.
Definition has (o : option bool) (x : R) : Prop := match o with Some b => sgn b x | None => True end.
Definition is (o : option bool) : bool := match o with Some b => b | None => false end.
Definition both (f : bool -> bool -> bool) (a b : option bool) : option bool :=
  match a, b with Some s, Some t => Some (f s t) | _, _ => None end.

Lemma sgn_scale b k x : 0 < k -> sgn b (k * x) <-> sgn b x.
Proof. destruct b; simpl; split; nra. Qed.
Lemma sgn_pow b x n : sgn b x -> sgn b (x ^ n).
Proof. destruct b; [exact (pow_lt x n) | exact (pow_le x n)]. Qed.
Lemma has_add a b x y : has a x -> has b y -> has (both orb a b) (x + y).
Proof. destruct a as [[]|], b as [[]|]; simpl; trivial; lra. Qed.
Lemma has_mul a b x y : has a x -> has b y -> has (both andb a b) (x * y).
Proof. destruct a as [[]|], b as [[]|]; simpl; trivial; nra. Qed.
Lemma is_ok o x : is o = true -> has o x -> 0 < x.
Proof. destruct o as [[]|]; simpl; auto; discriminate. Qed.

(* A condition; what is known of a variable by itself; and the sign that can be seen of a polynomial whose coefficients
   and monomials are all at least zero. *)
Notation cond := (E * bool)%type.
Definition sat (l : positive -> R) (c : cond) : Prop := sgn (snd c) (ev l (fst c)).
Notation all l G := (Forall (sat l) G).
Fixpoint seen (G : list cond) (i : positive) : option bool :=
  match G with
  | [] => None
  | (PEX j, b) :: G => if Pos.eqb i j then Some b else seen G i
  | _ :: G => seen G i
  end.
Fixpoint vis (G : list cond) (e : E) : option bool :=
  match e with
  | PEc c => if Z.ltb 0 c then Some true else if Z.eqb 0 c then Some false else None
  | PEX i => seen G i
  | PEadd a b => both orb (vis G a) (vis G b)
  | PEmul a b => both andb (vis G a) (vis G b)
  | PEpow a n => match vis G a with None => if N.even n then Some false else None | o => o end
  | _ => None
  end.

Lemma seen_ok l G i : all l G -> has (seen G i) (l i).
Proof. induction 1 as [|[[] b] G H _ IH]; simpl; trivial. destruct (Pos.eqb_spec i p) as [->|_]; assumption. Qed.
Lemma vis_ok l G e : all l G -> has (vis G e) (ev l e).
Proof.
  intros HG. induction e; cbn -[Z.eqb Z.ltb N.even]; auto using has_add, has_mul, seen_ok; try exact I.
  - destruct (Z.ltb_spec 0 c); [apply (IZR_lt 0), H|]. destruct (Z.eqb_spec 0 c); subst; simpl; auto; lra.
  - destruct (vis G e); [apply sgn_pow, IHe|]. destruct (N.even n) eqn:Hn; [|exact I].
    apply N.even_spec in Hn as [k ->]. rewrite N2Nat.inj_mul, pow_mult. exact (pow_le _ _ (pow2_ge_0 _)).
Qed.

(* 3. A term: something of visible sign, times a square, times powers of conditions. *)

Definition at_ (G : list cond) (k : nat) : cond := nth k G (zero, false).
Notation term := (E * E * list (nat * N))%type.
Definition value (G : list cond) (t : term) : E :=
  let '(m, r, cs) := t in
  PEmul (PEmul m (PEpow r 2)) (fold_right (fun k e => PEmul (PEpow (fst (at_ G (fst k))) (snd k)) e) one cs).
Definition sign (G : list cond) (t : term) : option bool :=
  let '(m, r, cs) := t in
  both andb (both andb (vis G m) (Some (is (vis G r)))) (Some (forallb (fun k => snd (at_ G (fst k))) cs)).
Definition sum (G : list cond) : list term -> E := fold_right (fun t => PEadd (value G t)) zero.
Definition signs (G : list cond) : list term -> option bool := fold_right (fun t => both orb (sign G t)) (Some false).

Lemma at_ok l G k : all l G -> sat l (at_ G k).
Proof.
  intros H. unfold at_. destruct (nth_in_or_default k G (zero, false)) as [Hi| ->]; [|apply Rle_refl].
  rewrite Forall_forall in H. apply H, Hi.
Qed.
Lemma sign_ok l G t : all l G -> has (sign G t) (ev l (value G t)).
Proof.
  intros HG. destruct t as [[m r] cs]. repeat apply has_mul; [apply vis_ok, HG| |].
  - pose proof (vis_ok l G r HG) as H. destruct (vis G r) as [[|]|]; try apply pow2_ge_0. exact (sgn_pow true _ 2 H).
  - induction cs as [|[k n] cs IH]; [exact Rlt_0_1|]. apply (has_mul (Some (snd (at_ G k))) (Some _)); [|exact IH].
    apply sgn_pow, (at_ok l G k HG).
Qed.
Lemma sum_ok l G ts : all l G -> has (signs G ts) (ev l (sum G ts)).
Proof. intros. induction ts; [apply Rle_refl | apply has_add; auto using sign_ok]. Qed.

(* An equation is a pair of conditions, one the negative of the other. *)
Definition zeros (e : E) : list cond := [(e, false); (PEopp e, false)].
Definition equation (G : list cond) (ij : nat * nat) : bool :=
  same (fst (at_ G (fst ij))) (PEopp (fst (at_ G (snd ij)))).
Notation multiples := (list (E * (nat * nat)))%type.
Definition vanishing (G : list cond) : multiples -> E :=
  fold_right (fun z => PEadd (PEmul (fst z) (fst (at_ G (fst (snd z)))))) zero.

Lemma equation_ok l G ij : all l G -> equation G ij = true -> ev l (fst (at_ G (fst ij))) = 0.
Proof.
  intros HG H%(same_ok l). pose proof (at_ok l G (fst ij) HG) as Hi. pose proof (at_ok l G (snd ij) HG) as Hj.
  unfold sat in *. simpl in H. destruct (snd (at_ G (fst ij))), (snd (at_ G (snd ij))); simpl in *; lra.
Qed.
Lemma vanishing_ok l G zs : all l G -> forallb (fun z => equation G (snd z)) zs = true -> ev l (vanishing G zs) = 0.
Proof.
  intros HG. induction zs as [|z zs IH]; simpl; intros H; [reflexivity|]. split_checks.
  rewrite (equation_ok l G _ HG H), (IH H0). ring.
Qed.

(* 4. A variable is replaced: [put] at a point, [hom] in a polynomial, where b times the variable is t. *)

Definition put (l : positive -> R) (i : positive) (v : R) : positive -> R := fun j => if Pos.eqb j i then v else l j.
Fixpoint fresh (i : positive) (e : E) : bool :=
  match e with
  | PEc _ => true
  | PEX j => negb (Pos.eqb j i)
  | PEadd a b | PEsub a b | PEmul a b => fresh i a && fresh i b
  | PEopp a | PEpow a _ => fresh i a
  end.

Lemma fresh_ok i e l v : fresh i e = true -> ev (put l i v) e = ev l e.
Proof.
  induction e; simpl; intros H; split_checks; rewrite ?IHe1, ?IHe2, ?IHe by assumption; auto.
  apply negb_true_iff in H. unfold put. rewrite H. reflexivity.
Qed.

(* The degree in variable i is the second part; the first is b to that degree times the polynomial, t/b inserted. *)
Definition lift (b : E) (n : N) (e : E) : E := if N.eqb n 0 then e else PEmul (PEpow b n) e.
Definition lifted (f : E -> E -> E) (b : E) (x y : E * N) : E * N :=
  let (p, m) := x in let (q, n) := y in let k := N.max m n in (f (lift b (k - m) p) (lift b (k - n) q), k)%N.
Fixpoint hom (i : positive) (t b : E) (e : E) : E * N :=
  match e with
  | PEc _ => (e, 0%N)
  | PEX j => if Pos.eqb j i then (t, 1%N) else (e, 0%N)
  | PEadd x y => lifted PEadd b (hom i t b x) (hom i t b y)
  | PEsub x y => lifted PEsub b (hom i t b x) (hom i t b y)
  | PEmul x y => let (p, m) := hom i t b x in let (q, n) := hom i t b y in (PEmul p q, (m + n)%N)
  | PEopp x => let (p, m) := hom i t b x in (PEopp p, m)
  | PEpow x k => let (p, m) := hom i t b x in (PEpow p k, (m * k)%N)
  end.

Lemma lift_ok l b k m e x : (m <= k)%N -> ev l e = ev l b ^ N.to_nat m * x ->
  ev l (lift b (k - m) e) = ev l b ^ N.to_nat k * x.
Proof.
  intros Hm H. unfold lift. destruct (N.eqb_spec (k - m) 0) as [Hk|_]; [replace k with m by lia; exact H|].
  simpl. rewrite H, <- Rmult_assoc, <- pow_add. do 2 f_equal. lia.
Qed.
Lemma hom_ok l i t b e : ev l b * l i = ev l t ->
  ev l (fst (hom i t b e)) = ev l b ^ N.to_nat (snd (hom i t b e)) * ev l e.
Proof.
  intros H. induction e; simpl; try ring;
    try (destruct (Pos.eqb_spec p i) as [->|_]; simpl; [rewrite <- H|]; ring);
    try destruct (hom i t b e1) as [p m], (hom i t b e2) as [q n]; try destruct (hom i t b e) as [p m]; simpl in *;
    try (rewrite (lift_ok l b _ m p _ (N.le_max_l m n) IHe1), (lift_ok l b _ n q _ (N.le_max_r m n) IHe2); ring);
    try (rewrite IHe; ring).
  - rewrite IHe1, IHe2, N2Nat.inj_add, pow_add. ring.
  - rewrite IHe, N2Nat.inj_mul, pow_mult, Rpow_mult_distr. reflexivity.
Qed.

(* 5. All variables are rescaled, x to x * T ^ w, which multiplies a polynomial of one weight by a power of T. *)

Fixpoint weight (w : positive -> Z) (e : E) : option Z :=
  match e with
  | PEc _ => Some 0%Z
  | PEX i => Some (w i)
  | PEadd a b | PEsub a b =>
      match weight w a, weight w b with Some m, Some n => if Z.eqb m n then Some m else None | _, _ => None end
  | PEmul a b => match weight w a, weight w b with Some m, Some n => Some (m + n)%Z | _, _ => None end
  | PEopp a => weight w a
  | PEpow a n => option_map (fun m => m * Z.of_N n)%Z (weight w a)
  end.
Definition scaled (T : R) (w : positive -> Z) (l : positive -> R) : positive -> R := fun i => powerRZ T (w i) * l i.

Lemma weight_ok T w l e n : 0 < T -> weight w e = Some n -> ev (scaled T w l) e = powerRZ T n * ev l e.
Proof.
  intros HT. revert n. induction e; intros k; simpl;
    try destruct (weight w e1) as [m|]; try destruct (weight w e2) as [m'|]; try destruct (weight w e) as [m|];
    simpl; try discriminate; try (destruct (Z.eqb_spec m m') as [<-|]; [|discriminate]);
    intros H; injection H as <-; rewrite ?(IHe1 _ eq_refl), ?(IHe2 _ eq_refl), ?(IHe _ eq_refl); simpl;
    try solve [ring | reflexivity].
  - rewrite powerRZ_add by lra. ring.
  - rewrite Rpow_mult_distr, <- N_nat_Z. f_equal. induction (N.to_nat n) as [|j IH]; [rewrite Z.mul_0_r; reflexivity|].
    rewrite Nat2Z.inj_succ, Z.mul_succ_r, powerRZ_add, <- IH by lra. simpl. ring.
Qed.
(* The number by which a variable becomes one. *)
Lemma unit_scale x k : 0 < x -> (0 < k)%nat -> exists T, 0 < T /\ T ^ k * x = 1.
Proof.
  intros Hx Hk. pose proof (Rinv_0_lt_compat x Hx). pose proof (Rle_pow (1 + / x) 1 k ltac:(lra) Hk) as Hp.
  rewrite pow_1 in Hp. destruct (IVT (fun t => t ^ k - / x) 0 (1 + / x)) as [t [[[Ht|<-] _] He]];
    rewrite ?pow_i in * by lia; try lra; [reg|].
  exists t. split; [exact Ht|]. replace (t ^ k) with (/ x) by lra. field. lra.
Qed.

(* 6. Proofs. *)

Inductive proof :=
  (* A positive term times the target is a sum of terms, plus multiples of equations. *)
  | Sum (m : term) (ts : list term) (zs : multiples)
  (* A condition more, which is proved first. *)
  | Have (e : E) (b : bool) (p q : proof)
  (* A variable more: a quotient of two terms, with its sign and its equation. *)
  | New (i : positive) (n d : term) (p : proof)
  (* In conditions and in the target, t/b is inserted for variable i, and positive factors are left out. *)
  | Insert (i : positive) (t : E) (b : term) (ij : nat * nat) (cs : list (nat * (E * E))) (goal : E * E) (p : proof)
  (* Variable i is set to one. *)
  | Unit (i : positive) (w : list Z) (p : proof)
  (* A polynomial is at least zero, or below. *)
  | Split (h : E) (p q : proof).

Definition of {A : Type} (d : A) (xs : list A) (i : positive) : A := nth (pred (Pos.to_nat i)) xs d.
Definition moved (G : list cond) (i : positive) (t b : E) (e : E) (Lq : E * E) : bool :=
  is (vis G (fst Lq)) && same (PEmul (fst Lq) (snd Lq)) (fst (hom i t b e)).
Fixpoint check (G : list cond) (goal : E) (s : bool) (p : proof) : bool :=
  match p with
  | Sum m ts zs =>
      is (sign G m) && match signs G ts with Some b => implb s b | None => false end
      && forallb (fun z => equation G (snd z)) zs
      && same (PEmul (value G m) goal) (PEadd (sum G ts) (vanishing G zs))
  | Have e b p q => check G e b p && check (G ++ [(e, b)]) goal s q
  | New i n d p =>
      forallb (fresh i) (goal :: value G n :: value G d :: map fst G) && is (sign G d)
      && match sign G n with None => false | Some b =>
           check (G ++ (X i, b) :: zeros (PEsub (PEmul (value G d) (X i)) (value G n))) goal s p end
  | Insert i t b ij cs goal' p =>
      is (sign G b) && equation G ij && same (PEsub (PEmul (value G b) (X i)) t) (fst (at_ G (fst ij)))
      && forallb (fun c => moved G i t (value G b) (fst (at_ G (fst c))) (snd c)) cs
      && moved G i t (value G b) goal goal'
      && check (G ++ map (fun c => (snd (snd c), snd (at_ G (fst c)))) cs) (snd goal') s p
  | Unit i w p =>
      let w := of 0%Z w in
      is (seen G i) && (if weight w goal then true else false) && Z.ltb 0 (w i)
      && check (map (fun c => if weight w (fst c) then c else (zero, false)) G ++ zeros (PEsub (X i) one)) goal s p
  | Split h p q => check (G ++ [(h, false)]) goal s p && check (G ++ [(PEopp h, true)]) goal s q
  end.

Lemma moved_ok l G i t b e Lq s : all l G -> 0 < ev l b -> ev l b * l i = ev l t ->
  moved G i t b e Lq = true -> (sgn s (ev l (snd Lq)) <-> sgn s (ev l e)).
Proof.
  intros HG Hb He H. unfold moved in H. split_checks. apply (same_ok l) in H0. simpl in H0.
  rewrite (hom_ok l i t b e He) in H0.
  rewrite <- (sgn_scale s (ev l (fst Lq))), H0 by exact (is_ok _ _ H (vis_ok _ _ _ HG)).
  apply sgn_scale, pow_lt, Hb.
Qed.

Ltac each := repeat apply Forall_cons; try apply Forall_nil; unfold sat; simpl.
Ltac more := apply Forall_app; split; [assumption | each; try lra].

Theorem check_ok p : forall G goal s, check G goal s p = true -> forall l, all l G -> sgn s (ev l goal).
Proof.
  induction p; intros G goal' s; cbn [check]; intros H l HG; split_checks.
  - pose proof (is_ok _ _ H (sign_ok l G m HG)) as Hm. pose proof (sum_ok l G ts HG) as Hs.
    apply (same_ok l) in H0. simpl in H0. rewrite (vanishing_ok l G zs HG H1), Rplus_0_r in H0.
    apply (sgn_scale _ _ _ Hm). rewrite H0. destruct (signs G ts) as [[|]|], s; simpl in *; discriminate || lra.
  - apply (IHp2 _ _ _ H0 l). more. apply (IHp1 _ _ _ H), HG.
  - pose proof (is_ok _ _ H1 (sign_ok l G d HG)) as Hd. pose proof (sign_ok l G n HG) as Hn.
    destruct (sign G n) as [b|]; [|discriminate]. set (v := / ev l (value G d) * ev l (value G n)). simpl in H.
    split_checks. rewrite <- (fresh_ok i goal' l v H). apply (IHp _ _ _ H0), Forall_app. split.
    + rewrite Forall_forall, forallb_forall in *. intros c Hc. unfold sat.
      rewrite fresh_ok; [apply HG | apply H4]; auto using in_map.
    + pose proof (has_mul (Some true) (Some b) _ _ (Rinv_0_lt_compat _ Hd) Hn) as Hv.
      assert (Hz : ev l (value G d) * v - ev l (value G n) = 0) by (unfold v; field; lra).
      each; rewrite ?fresh_ok by assumption; unfold put; rewrite Pos.eqb_refl; [exact Hv | lra | lra].
  - pose proof (is_ok _ _ H (sign_ok l G b HG)) as Hb. apply (same_ok l) in H3.
    rewrite (equation_ok l G ij HG H4) in H3. apply Rminus_diag_uniq in H3.
    apply (moved_ok l G i t (value G b) goal' goal s HG Hb H3 H1), (IHp _ _ _ H0 l), Forall_app. split; [exact HG|].
    rewrite Forall_forall, forallb_forall in *. intros c [k [<- Hk]]%in_map_iff.
    apply (moved_ok l G i t (value G b) _ _ _ (proj2 (Forall_forall _ _) HG) Hb H3 (H2 _ Hk)), at_ok, Forall_forall, HG.
  - set (w' := of 0%Z w) in *. destruct (w' i) as [|k|] eqn:Hk; try discriminate.
    destruct (unit_scale (l i) _ (is_ok _ _ H (seen_ok l G i HG)) (Pos2Nat.is_pos k)) as [T [HT Hx]].
    assert (Hs : forall b e, (if weight w' e then true else false) = true ->
      sgn b (ev (scaled T w' l) e) <-> sgn b (ev l e)).
    { intros b e He. destruct (weight w' e) as [m|] eqn:Hm; [|discriminate]. rewrite (weight_ok T w' l e m HT Hm).
      apply sgn_scale, powerRZ_lt, HT. }
    apply Hs; [assumption|]. apply (IHp _ _ _ H0), Forall_app. split; [|each; unfold scaled; rewrite Hk; simpl; lra].
    rewrite Forall_forall in *. intros c [c' [<- Hc]]%in_map_iff.
    destruct (weight w' (fst c')) eqn:Hw; [|apply Rle_refl]. apply Hs, HG, Hc. rewrite Hw. reflexivity.
  - destruct (Rle_lt_dec 0 (ev l h)); [apply (IHp1 _ _ _ H l) | apply (IHp2 _ _ _ H0 l)]; more.
Qed.

(* 7. Claims as they are written: quotients, compared and combined. *)

(* What is divided by is c times the product of divisors, each to a power: (c, powers). *)
Notation divisor := (Z * list N)%type.
Inductive quotient :=
  | Poly (e : E) | Add (f g : quotient) | Times (f g : quotient) | Minus (f : quotient) | Power (f : quotient) (n : nat)
  | Inverse (f : quotient) (w : divisor).
Fixpoint val (l : positive -> R) (f : quotient) : R :=
  match f with
  | Poly e => ev l e
  | Add f g => val l f + val l g | Times f g => val l f * val l g | Minus f => - val l f
  | Power f n => val l f ^ n | Inverse f _ => / val l f
  end.
Fixpoint fraction (f : quotient) : E * E :=
  match f with
  | Poly e => (e, one)
  | Add f g => let (a, b) := fraction f in let (c, d) := fraction g in (PEadd (PEmul a d) (PEmul c b), PEmul b d)
  | Times f g => let (a, b) := fraction f in let (c, d) := fraction g in (PEmul a c, PEmul b d)
  | Minus f => let (a, b) := fraction f in (PEopp a, b)
  | Power f n => let (a, b) := fraction f in (PEpow a (N.of_nat n), PEpow b (N.of_nat n))
  | Inverse f _ => let (a, b) := fraction f in (b, a)
  end.
Fixpoint powers (ds : list E) (ks : list N) : E :=
  match ds, ks with d :: ds, k :: ks => PEmul (PEpow d k) (powers ds ks) | _, _ => one end.
Fixpoint defined (ds : list E) (f : quotient) : bool :=
  match f with
  | Poly _ => true
  | Add f g | Times f g => defined ds f && defined ds g
  | Minus f | Power f _ => defined ds f
  | Inverse f (c, ks) =>
      defined ds f && negb (Z.eqb c 0) && same (fst (fraction f)) (PEmul (PEc c) (powers ds ks))
  end.
Notation nonzero l ds := (Forall (fun d => ev l d <> 0) ds).

Lemma powers_ok l ds ks : nonzero l ds -> ev l (powers ds ks) <> 0.
Proof.
  intros H. revert ks. induction H; intros [|k ks]; try exact R1_neq_R0.
  apply Rmult_integral_contrapositive_currified; auto using pow_nonzero.
Qed.
Lemma fraction_ok l ds f : nonzero l ds -> defined ds f = true ->
  ev l (snd (fraction f)) <> 0 /\ val l f = ev l (fst (fraction f)) / ev l (snd (fraction f)).
Proof.
  intros Hd. induction f; simpl; try destruct w as [c ks]; intros H; split_checks;
    repeat match goal with K : ?P -> _, H : ?P |- _ => destruct (K H) as [? ->]; clear K end;
    repeat match goal with |- context [fraction ?f] => destruct (fraction f) end; simpl in *;
    try solve [split; auto using pow_nonzero; field; auto].
  - rewrite Nat2N.id. split; [auto using pow_nonzero | unfold Rdiv; rewrite Rpow_mult_distr, pow_inv; reflexivity].
  - apply (same_ok l) in H0. apply negb_true_iff, Z.eqb_neq, not_0_IZR in H1. pose proof (powers_ok l ds ks Hd).
    assert (ev l p <> 0) by (rewrite H0; apply Rmult_integral_contrapositive_currified; assumption).
    split; [assumption | field; auto].
Qed.

(* A comparison; what is left minus what is right is n/d, where g is left out. *)
Inductive relation := Above | AtLeast | AtMost | Equal | Unequal.
Record compared := { left : quotient; sign_of : relation; right : quotient; n : E; d : E; g : E }.
Definition compares (r : relation) (x y : R) : Prop :=
  match r with Above => x > y | AtLeast => x >= y | AtMost => x <= y | Equal => x = y | Unequal => x <> y end.
Definition linked (ds : list E) (c : compared) : bool :=
  let difference := Add (left c) (Minus (right c)) in
  defined ds difference && same (fst (fraction difference)) (PEmul (n c) (g c))
  && same (snd (fraction difference)) (PEmul (d c) (g c)).
(* The conditions under which it holds (p is true), or fails; none where that is not shown. *)
Definition conditions (ds : list E) (p : bool) (c : compared) : list cond :=
  let e := PEmul (n c) (d c) in
  if negb (linked ds c) then [] else
  match sign_of c with
  | Above => if p then [(e, true)] else [(PEopp e, false)]
  | AtLeast => if p then [(e, false)] else [(PEopp e, true)]
  | AtMost => if p then [(PEopp e, false)] else [(e, true)]
  | Equal => if p then zeros e else [(PEpow e 2, true)]
  | Unequal => if p then [(PEpow e 2, true)] else zeros e
  end.

Lemma conditions_ok l ds c p : nonzero l ds -> all l (conditions ds p c) \/
  let holds := compares (sign_of c) (val l (left c)) (val l (right c)) in if p then ~ holds else holds.
Proof.
  intros Hd. unfold conditions. destruct (linked ds c) eqn:H; [|left; constructor].
  unfold linked in H. set (f := Add (left c) (Minus (right c))) in H. split_checks.
  apply (same_ok l) in H0, H1. destruct (fraction_ok l ds f Hd H) as [Hb Hv]. cbn [PEeval] in H0, H1.
  change (val l f) with (val l (left c) - val l (right c)) in Hv. set (x := val l (left c)) in *.
  set (y := val l (right c)) in *. rewrite H0, H1 in *. apply Rmult_neq_0_reg in Hb as [Hn Hg].
  set (z := ev l (n c) * ev l (d c)). assert (z = ev l (d c) ^ 2 * (x - y)) by (rewrite Hv; unfold z; field; auto).
  assert (0 < ev l (d c) ^ 2) by nra.
  assert (x < y /\ z < 0 \/ x = y /\ z = 0 \/ y < x /\ 0 < z) as [[Hx Hz]|[[Hx Hz]|[Hx Hz]]].
  { destruct (Rtotal_order x y) as [H'|[H'|H']]; [left | right; left | right; right]; split; nra. }
  all: destruct (sign_of c), p; simpl; try (right; try intro; lra || congruence); left; each; fold z; nra.
Qed.

Inductive formula :=
  | Yes | No | Compare (c : compared) | And (f g : formula) | Or (f g : formula) | Implies (f g : formula).
Fixpoint means (l : positive -> R) (f : formula) : Prop :=
  match f with
  | Yes => True | No => False
  | Compare c => compares (sign_of c) (val l (left c)) (val l (right c))
  | And f g => means l f /\ means l g | Or f g => means l f \/ means l g | Implies f g => means l f -> means l g
  end.

(* Disjunctive normal form, of a formula (p is true) or of its negation: in one case all conditions hold. *)
Definition joined (p : bool) (x y : list (list cond)) : list (list cond) :=
  if p then flat_map (fun a => map (app a) y) x else x ++ y.
Fixpoint cases (ds : list E) (p : bool) (f : formula) : list (list cond) :=
  match f with
  | Yes => if p then [[]] else []
  | No => if p then [] else [[]]
  | Compare c => [conditions ds p c]
  | And f g => joined p (cases ds p f) (cases ds p g)
  | Or f g => joined (negb p) (cases ds p f) (cases ds p g)
  | Implies f g => joined (negb p) (cases ds (negb p) f) (cases ds p g)
  end.
Notation some l := (Exists (Forall (sat l))).

Lemma joined_ok l (p : bool) x y : (if p then some l x /\ some l y else some l x \/ some l y) -> some l (joined p x y).
Proof.
  destruct p; simpl; [|apply Exists_app]. rewrite !Exists_exists. intros [[a [Ha Hx]] [b [Hb Hy]]].
  exists (a ++ b). split; [apply in_flat_map; eauto using in_map | apply Forall_app; auto].
Qed.
Lemma cases_ok l ds f : nonzero l ds -> forall p, some l (cases ds p f) \/ if p then ~ means l f else means l f.
Proof.
  intros Hd. induction f; intros p; cbn [cases means]; [destruct p; simpl; auto .. | | | |].
  - destruct (conditions_ok l ds c p Hd); auto.
  - destruct (IHf1 p), (IHf2 p), p; try (right; simpl in *; tauto); left; apply joined_ok; simpl; tauto.
  - destruct (IHf1 p), (IHf2 p), p; try (right; simpl in *; tauto); left; apply joined_ok; simpl; tauto.
  - destruct (IHf1 (negb p)), (IHf2 p), p; try (right; simpl in *; tauto); left; apply joined_ok; simpl; tauto.
Qed.

(* 8. Theorems. *)

Record problem := {
  parameters : nat; roots : list Z; (* variables after the parameters are the roots' square roots *)
  given : list (E * E * bool); (* the first is below the second; or at most, where the truth value is false *)
  divisors : list E;
  claim : formula;
  proofs : list proof }. (* that each case in which a divisor is zero, or the claim fails, is none *)
Definition gap (h : E * E * bool) : cond :=
  match h with (PEc Z0, y, s) => (y, s) | (x, PEc Z0, s) => (PEopp x, s) | (x, y, s) => (PEsub y x, s) end.
Fixpoint defining (i : positive) (rs : list Z) : list cond :=
  match rs with
  | [] => []
  | r :: rs => (X i, true) :: zeros (PEsub (PEpow (X i) 2) (C r)) ++ defining (Pos.succ i) rs
  end.
Fixpoint refuted (G : list cond) (cs : list (list cond)) (ps : list proof) : bool :=
  match cs, ps with
  | [], _ => true
  | c :: cs, p :: ps => check (G ++ c) zero true p && refuted G cs ps
  | _, _ => false
  end.
Definition valid (p : problem) : bool :=
  let G := map gap (given p) ++ defining (Pos.of_succ_nat (parameters p)) (roots p) in
  forallb (Z.ltb 0) (roots p) && refuted G (map zeros (divisors p) ++ cases (divisors p) false (claim p)) (proofs p).

Fixpoint every (k : nat) (P : list R -> Prop) : Prop :=
  match k with O => P [] | S k => forall x, every k (fun l => P (x :: l)) end.
Fixpoint under (l : positive -> R) (hs : list (E * E * bool)) (P : Prop) : Prop :=
  match hs with
  | [] => P
  | (x, y, s) :: hs => (if s then ev l x < ev l y else ev l x <= ev l y) -> under l hs P
  end.
Definition root_of (r : Z) : R := sqrt (IZR r).
Definition theorem (p : problem) : Prop :=
  every (parameters p) (fun xs =>
    let l := of 0 (xs ++ map root_of (roots p)) in
    under l (given p) (fold_right (fun d P => ev l d <> 0 /\ P) (means l (claim p)) (divisors p))).

Lemma every_ok k : forall P : list R -> Prop, (forall xs, length xs = k -> P xs) -> every k P.
Proof. induction k; simpl; intros P H; [|intros x; apply IHk; intros xs Hx]; apply H; simpl; auto. Qed.
Lemma under_ok l hs : forall P : Prop, (all l (map gap hs) -> P) -> under l hs P.
Proof.
  induction hs as [|[[x y] s] hs IH]; intros P H; [apply H; constructor|]. intros Hxy. apply IH. intros Hs. apply H.
  constructor; [|exact Hs]. destruct x as [[]| | | | | |], y as [[]| | | | | |], s; unfold sat; simpl in *; lra.
Qed.
Lemma defining_ok rs : forallb (Z.ltb 0) rs = true -> forall front,
  all (of 0 (front ++ map root_of rs)) (defining (Pos.of_succ_nat (length front)) rs).
Proof.
  induction rs as [|r rs IH]; intros H front; [constructor|]. simpl in H. split_checks.
  specialize (IH H0 (front ++ [root_of r])). rewrite app_length, Nat.add_1_r, <- app_assoc in IH.
  assert (Hx : of 0 (front ++ map root_of (r :: rs)) (Pos.of_succ_nat (length front)) = root_of r).
  { unfold of. rewrite SuccNat2Pos.id_succ. simpl. rewrite app_nth2, Nat.sub_diag by lia. reflexivity. }
  apply Z.ltb_lt, IZR_lt in H. pose proof (sqrt_lt_R0 _ H). pose proof (sqrt_sqrt _ (Rlt_le _ _ H)).
  repeat apply Forall_cons; try exact IH; unfold sat; cbn -[of app map]; rewrite ?Hx; unfold root_of in *;
    try change (Pos.to_nat 2) with 2%nat; lra.
Qed.
Lemma refuted_ok l G cs : all l G -> forall ps, refuted G cs ps = true -> ~ some l cs.
Proof.
  intros HG. induction cs as [|c cs IH]; intros [|p ps] H Hs; try discriminate; inversion Hs; subst;
    simpl in H; split_checks; [|eapply IH; eassumption].
  apply (Rlt_irrefl 0). apply (check_ok p _ _ _ H l), Forall_app. auto.
Qed.

Theorem holds p : valid p = true -> theorem p.
Proof.
  unfold valid. intros H. split_checks. apply every_ok. intros xs Hxs. apply under_ok. intros Hg.
  set (l := of 0 (xs ++ map root_of (roots p))) in *.
  assert (HG : all l (map gap (given p) ++ defining (Pos.of_succ_nat (parameters p)) (roots p))).
  { apply Forall_app. split; [exact Hg|]. rewrite <- Hxs. apply defining_ok, H. }
  pose proof (refuted_ok l _ _ HG _ H0) as Hno. rewrite Exists_app in Hno.
  assert (Hd : nonzero l (divisors p)).
  { rewrite Forall_forall. intros e He Hz. apply Hno. left. apply Exists_exists. exists (zeros e).
    split; [apply in_map, He | each; lra]. }
  destruct (cases_ok l (divisors p) (claim p) Hd false) as [Hc|Hc]; [tauto|]. clear - Hd Hc.
  induction Hd; simpl; auto.
Qed.
