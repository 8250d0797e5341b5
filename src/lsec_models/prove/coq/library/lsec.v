(* Lemmas behind the theorems that lsec_models writes.

   A proof is data: polynomials with integer coefficients, and steps. The function [check] recomputes every step, and
   [holds] says once, for all data, that what it accepts is true of the real numbers. A file that lsec_models writes
   states a theorem over the reals and proves it by [holds] and one computation. *)

Require Import Reals ZArith NArith List Bool Lra Lia Ring_theory RealField EnvRing.
Import ListNotations.
Local Open Scope R_scope.

Ltac split_checks := repeat match goal with H : _ && _ = true |- _ => apply andb_true_iff in H; destruct H end.

(* 1. Polynomials: equal where their normal forms are. *)

Notation E := (PExpr Z).
Definition C (c : Z) : E := PEc c.
Definition X (i : positive) : E := PEX i.
Definition zero : E := C 0.
Definition one : E := C 1.
Fixpoint ev (l : positive -> R) (e : E) : R :=
  match e with
  | PEc c => IZR c
  | PEX i => l i
  | PEadd a b => ev l a + ev l b
  | PEsub a b => ev l a - ev l b
  | PEmul a b => ev l a * ev l b
  | PEopp a => - ev l a
  | PEpow a n => ev l a ^ N.to_nat n
  end.
Definition nf (e : E) : Pol Z := norm_aux 0%Z 1%Z Z.add Z.mul Z.sub Z.opp Zeq_bool e.
Definition same (a b : E) : bool := Peq Zeq_bool (nf a) (nf b).

Lemma nf_ok l e : ev l e = Pphi Rplus Rmult IZR l (nf e).
Proof.
  unfold nf. rewrite <- (norm_aux_spec Rset Rext (Rth_ARth Rset Rext RTheory) R_rm R_power_theory).
  induction e; simpl; reflexivity || congruence.
Qed.
Lemma same_ok l a b : same a b = true -> ev l a = ev l b.
Proof. intros H. rewrite !nf_ok. exact (Peq_ok Rset Rext R_rm (nf a) (nf b) H l). Qed.

(* Of normal forms: whether each of two is the other times something positive. *)
Fixpoint leading (p : Pol Z) : Z := match p with Pc c => c | Pinj _ q | PX q _ _ => leading q end.
Definition size (p : Pol Z) : Z := Z.max 1 (Z.abs (leading p)).
Definition times (p : Pol Z) (c : Z) : Pol Z := PmulC 0%Z 1%Z Z.mul Zeq_bool p c.
Definition parallel (a b : E) : bool :=
  let p := nf a in let q := nf b in Peq Zeq_bool (times p (size q)) (times q (size p)).

Lemma times_ok l p c : Pphi Rplus Rmult IZR l (times p c) = Pphi Rplus Rmult IZR l p * IZR c.
Proof. exact (PmulC_ok Rset Rext (Rth_ARth Rset Rext RTheory) R_rm c p l). Qed.
Lemma parallel_ok l a b : parallel a b = true -> exists k, 0 < k /\ ev l a = k * ev l b.
Proof.
  intros H. apply (Peq_ok Rset Rext R_rm) with (l := l) in H. rewrite !times_ok, <- !nf_ok in H.
  assert (Hs : forall p, 0 < IZR (size p)) by (intros; apply IZR_lt; unfold size; lia).
  exists (IZR (size (nf a)) / IZR (size (nf b))). split; [apply Rdiv_lt_0_compat; apply Hs|].
  apply (Rmult_eq_reg_r (IZR (size (nf b)))); [rewrite H; field|]; apply Rgt_not_eq, Hs.
Qed.

(* 2. Signs: [sgn true x] says that x is positive, [sgn false x] that it is at least zero. *)

Inductive relation := Gt | Ge | Eq | Ne.
Definition rel (r : relation) (x : R) : Prop :=
  match r with Gt => 0 < x | Ge => 0 <= x | Eq => x = 0 | Ne => x <> 0 end.
Definition sgn (b : bool) (x : R) : Prop := if b then 0 < x else 0 <= x.

Lemma rel_scale r k x : 0 < k -> rel r (k * x) <-> rel r x.
Proof.
  intros Hk. destruct (Rtotal_order x 0) as [H|[->|H]].
  - assert (k * x < 0) by nra. destruct r; simpl; split; intros; try intro; lra.
  - rewrite Rmult_0_r. reflexivity.
  - assert (0 < k * x) by nra. destruct r; simpl; split; intros; try intro; lra.
Qed.
Lemma sgn_scale b k x : 0 < k -> sgn b (k * x) <-> sgn b x.
Proof. destruct b; [exact (rel_scale Gt k x) | exact (rel_scale Ge k x)]. Qed.
Lemma sgn_weak b x : sgn b x -> 0 <= x.
Proof. destruct b; simpl; lra. Qed.
Lemma sgn_add a b x y : sgn a x -> sgn b y -> sgn (a || b) (x + y).
Proof. destruct a, b; simpl; lra. Qed.
Lemma sgn_mul a b x y : sgn a x -> sgn b y -> sgn (a && b) (x * y).
Proof. destruct a, b; simpl; intros; try (apply Rmult_lt_0_compat; lra); apply Rmult_le_pos; lra. Qed.
Lemma sgn_pow b x n : sgn b x -> sgn b (x ^ n).
Proof. destruct b; [exact (pow_lt x n) | exact (pow_le x n)]. Qed.

(* A sign that may be unknown. *)
Definition both (f : bool -> bool -> bool) (a b : option bool) : option bool :=
  match a, b with Some s, Some t => Some (f s t) | _, _ => None end.
Definition has (o : option bool) (x : R) : Prop := match o with Some b => sgn b x | None => True end.
Definition is (o : option bool) : bool := match o with Some b => b | None => false end.

Lemma has_add a b x y : has a x -> has b y -> has (both orb a b) (x + y).
Proof. destruct a, b; simpl; auto using sgn_add. Qed.
Lemma has_mul a b x y : has a x -> has b y -> has (both andb a b) (x * y).
Proof. destruct a, b; simpl; auto using sgn_mul. Qed.
Lemma is_ok o x : is o = true -> has o x -> 0 < x.
Proof. destruct o as [[|]|]; simpl; auto; discriminate. Qed.

Inductive rng := Pos | Nonneg | Free.
Definition sees (r : rng) : option bool := match r with Pos => Some true | Nonneg => Some false | Free => None end.
Definition ranged (rs : positive -> rng) (l : positive -> R) : Prop := forall i, has (sees (rs i)) (l i).

(* The sign that can be seen: all coefficients, and all monomials, are at least zero. *)
Fixpoint vis (rs : positive -> rng) (e : E) : option bool :=
  match e with
  | PEc c => if Z.ltb 0 c then Some true else if Z.eqb 0 c then Some false else None
  | PEX i => sees (rs i)
  | PEadd a b => both orb (vis rs a) (vis rs b)
  | PEmul a b => both andb (vis rs a) (vis rs b)
  | PEpow a n => match vis rs a with None => if N.even n then Some false else None | o => o end
  | _ => None
  end.

Lemma pow_even x n : N.even n = true -> 0 <= x ^ N.to_nat n.
Proof.
  intros H. apply N.even_spec in H. destruct H as [k ->]. rewrite N2Nat.inj_mul, pow_mult. apply pow_le, pow2_ge_0.
Qed.
Lemma vis_ok rs l e : ranged rs l -> has (vis rs e) (ev l e).
Proof.
  intros Hr. induction e; cbn -[Z.eqb Z.ltb N.even]; auto using has_add, has_mul; try exact I.
  - destruct (Z.ltb_spec 0 c); [apply (IZR_lt 0), H|]. destruct (Z.eqb_spec 0 c); subst; simpl; auto; lra.
  - destruct (vis rs e); [apply sgn_pow, IHe|]. destruct (N.even n) eqn:Hn; [apply pow_even, Hn | exact I].
Qed.

(* 3. What holds at a point, and products of conditions. *)

Notation cond := (E * bool)%type.
Definition sat (l : positive -> R) (c : cond) : Prop := sgn (snd c) (ev l (fst c)).
Notation all l G := (Forall (sat l) G).
Definition at_ (G : list cond) (k : nat) : cond := nth k G (zero, false).

Lemma at_ok l G k : all l G -> sat l (at_ G k).
Proof.
  intros H. unfold at_. destruct (nth_in_or_default k G (zero, false)) as [Hi| ->].
  - rewrite Forall_forall in H. apply H, Hi.
  - apply Rle_refl.
Qed.

(* A term: something of visible sign, times a square, times powers of conditions. *)
Notation term := (E * E * list (nat * N))%type.
Definition product (G : list cond) (cs : list (nat * N)) : E :=
  fold_right (fun k e => PEmul (PEpow (fst (at_ G (fst k))) (snd k)) e) one cs.
Definition strict (G : list cond) (cs : list (nat * N)) : bool := forallb (fun k => snd (at_ G (fst k))) cs.
Definition value (G : list cond) (t : term) : E := let '(m, r, cs) := t in PEmul (PEmul m (PEpow r 2)) (product G cs).
Definition sign (rs : positive -> rng) (G : list cond) (t : term) : option bool :=
  let '(m, r, cs) := t in both andb (both andb (vis rs m) (Some (is (vis rs r)))) (Some (strict G cs)).
Definition sum (G : list cond) : list term -> E := fold_right (fun t => PEadd (value G t)) zero.
Definition signs (rs : positive -> rng) (G : list cond) : list term -> option bool :=
  fold_right (fun t => both orb (sign rs G t)) (Some false).

Lemma sign_ok rs l G t : ranged rs l -> all l G -> has (sign rs G t) (ev l (value G t)).
Proof.
  intros Hr HG. destruct t as [[m r] cs]. repeat apply has_mul; [apply vis_ok, Hr| |].
  - pose proof (vis_ok rs l r Hr) as H.
    destruct (vis rs r) as [[|]|]; try apply pow2_ge_0. exact (sgn_pow true _ 2 H).
  - induction cs as [|[k n] cs IH]; [exact Rlt_0_1|]. apply (sgn_mul (snd (at_ G k))); [|exact IH].
    apply sgn_pow, (at_ok l G k HG).
Qed.
Lemma sum_ok rs l G ts : ranged rs l -> all l G -> has (signs rs G ts) (ev l (sum G ts)).
Proof. intros. induction ts; [apply Rle_refl | apply has_add; auto using sign_ok]. Qed.

(* An equation is a pair of conditions, one the negative of the other. *)
Definition equation (G : list cond) (ij : nat * nat) : bool :=
  same (fst (at_ G (fst ij))) (PEopp (fst (at_ G (snd ij)))).
Notation multiples := (list (E * (nat * nat)))%type.
Definition equations (G : list cond) (zs : multiples) : bool := forallb (fun z => equation G (snd z)) zs.
Definition vanishing (G : list cond) : multiples -> E :=
  fold_right (fun z => PEadd (PEmul (fst z) (fst (at_ G (fst (snd z)))))) zero.

Lemma equation_ok l G ij : all l G -> equation G ij = true -> ev l (fst (at_ G (fst ij))) = 0.
Proof.
  intros HG H. apply (same_ok l) in H. simpl in H. pose proof (sgn_weak _ _ (at_ok l G (fst ij) HG)).
  pose proof (sgn_weak _ _ (at_ok l G (snd ij) HG)). lra.
Qed.
Lemma vanishing_ok l G zs : all l G -> equations G zs = true -> ev l (vanishing G zs) = 0.
Proof.
  intros HG. induction zs as [|z zs IH]; simpl; intros H; [reflexivity|]. split_checks.
  rewrite (equation_ok l G _ HG H), (IH H0). ring.
Qed.

(* 4. A variable is replaced: [put] at a point, [hom] in a polynomial, where b times the variable is t. *)

Definition put {A : Type} (l : positive -> A) (i : positive) (v : A) : positive -> A :=
  fun j => if Pos.eqb j i then v else l j.
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
Fixpoint hom (i : positive) (t b : E) (e : E) : E * N :=
  let lifted (f : E -> E -> E) x y :=
    let '(p, m) := hom i t b x in
    let '(q, n) := hom i t b y in
    let k := N.max m n in (f (lift b (k - m) p) (lift b (k - n) q), k)%N in
  match e with
  | PEc _ => (e, 0%N)
  | PEX j => if Pos.eqb j i then (t, 1%N) else (e, 0%N)
  | PEadd x y => lifted PEadd x y
  | PEsub x y => lifted PEsub x y
  | PEmul x y => let '(p, m) := hom i t b x in let '(q, n) := hom i t b y in (PEmul p q, (m + n)%N)
  | PEopp x => let '(p, m) := hom i t b x in (PEopp p, m)
  | PEpow x k => let '(p, m) := hom i t b x in (PEpow p k, (m * k)%N)
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
    try (rewrite (lift_ok l b _ m p _ (N.le_max_l m n) IHe1), (lift_ok l b _ n q _ (N.le_max_r m n) IHe2); ring).
  - rewrite IHe1, IHe2, N2Nat.inj_add, pow_add. ring.
  - rewrite IHe. ring.
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
    intros H; injection H as <-; rewrite ?(IHe1 _ eq_refl), ?(IHe2 _ eq_refl), ?(IHe _ eq_refl); simpl; try ring.
  - reflexivity.
  - rewrite powerRZ_add by lra. ring.
  - rewrite Rpow_mult_distr. f_equal. rewrite <- N_nat_Z. induction (N.to_nat n) as [|j IH].
    + rewrite Z.mul_0_r. reflexivity.
    + rewrite Nat2Z.inj_succ, Z.mul_succ_r, powerRZ_add, <- IH by lra. simpl. ring.
Qed.

(* The number by which a variable of weight n becomes one. *)
Lemma unit_scale x n : 0 < x -> n <> 0%Z -> exists T, 0 < T /\ powerRZ T n * x = 1.
Proof.
  intros Hx Hn. assert (exists t, 0 < t /\ t ^ Z.abs_nat n = x) as [t [Ht <-]].
  { destruct (IVT (fun t => t ^ Z.abs_nat n - x) 0 (1 + x)) as [t [[[Ht|<-] _] He]];
      [reg | lra | rewrite pow_i by lia; lra | | |].
    - pose proof (Rle_pow (1 + x) 1 (Z.abs_nat n)) as H. rewrite pow_1 in H.
      enough (1 + x <= (1 + x) ^ Z.abs_nat n) by lra. apply H; [lra | lia].
    - exists t. split; [exact Ht | lra].
    - rewrite pow_i in He by lia. lra. }
  destruct n as [|p|p]; [congruence|exists (/ t) | exists t]; (split; [auto with real|]).
  - simpl. rewrite pow_inv by lra. apply Rinv_l, pow_nonzero. lra.
  - simpl. apply Rinv_l, pow_nonzero. lra.
Qed.

(* 6. Proofs. *)

Inductive proof :=
  (* A positive term times the target is a sum of terms, plus multiples of equations. *)
  | Sum (m : term) (ts : list term) (zs : multiples)
  (* A condition more, which is proved first. *)
  | Have (e : E) (b : bool) (p q : proof)
  (* A variable more: a quotient of two terms, with its equation. *)
  | New (i : positive) (n d : term) (p : proof)
  (* In conditions and in the target, t/b is inserted for variable i, and positive factors are left out. *)
  | Insert (i : positive) (t : E) (b : term) (ij : nat * nat) (cs : list (nat * (E * E))) (goal : E * E) (p : proof)
  (* Variable i is set to one. *)
  | Unit (i : positive) (w : list Z) (p : proof)
  | Split (h : E) (p q : proof)
  | Cases (h : E) (p q r : proof).

Definition of {A : Type} (d : A) (xs : list A) (i : positive) : A := nth (pred (Pos.to_nat i)) xs d.
Definition zeros (e : E) : list cond := [(e, false); (PEopp e, false)].
Definition kept (w : positive -> Z) (c : cond) : cond :=
  match weight w (fst c) with Some _ => c | None => (zero, false) end.
Definition moved (rs : positive -> rng) (i : positive) (t b : E) (e : E) (Lq : E * E) : bool :=
  is (vis rs (fst Lq)) && same (PEmul (fst Lq) (snd Lq)) (fst (hom i t b e)).

Fixpoint check (rs : positive -> rng) (G : list cond) (goal : E) (s : bool) (p : proof) : bool :=
  match p with
  | Sum m ts zs =>
      is (sign rs G m) && match signs rs G ts with Some b => implb s b | None => false end && equations G zs
      && same (PEmul (value G m) goal) (PEadd (sum G ts) (vanishing G zs))
  | Have e b p q => check rs G e b p && check rs (G ++ [(e, b)]) goal s q
  | New i n d p =>
      fresh i goal && forallb (fun c => fresh i (fst c)) G && fresh i (value G n) && fresh i (value G d)
      && is (sign rs G d)
      && check (put rs i (match sign rs G n with Some true => Pos | Some false => Nonneg | None => Free end))
           (G ++ zeros (PEsub (PEmul (value G d) (X i)) (value G n))) goal s p
  | Insert i t b ij cs goal' p =>
      is (sign rs G b) && equation G ij && same (PEsub (PEmul (value G b) (X i)) t) (fst (at_ G (fst ij)))
      && forallb (fun c => moved rs i t (value G b) (fst (at_ G (fst c))) (snd c)) cs
      && moved rs i t (value G b) goal goal'
      && check rs (G ++ map (fun c => (snd (snd c), snd (at_ G (fst c)))) cs) (snd goal') s p
  | Unit i w p =>
      let w := of 0%Z w in
      is (sees (rs i)) && match weight w goal with Some _ => true | None => false end && negb (Z.eqb (w i) 0)
      && check rs (map (kept w) G ++ zeros (PEsub (X i) one)) goal s p
  | Split h p q => check rs (G ++ [(h, false)]) goal s p && check rs (G ++ [(PEopp h, false)]) goal s q
  | Cases h p q r =>
      check rs (G ++ [(h, true)]) goal s p && check rs (G ++ zeros h) goal s q
      && check rs (G ++ [(PEopp h, true)]) goal s r
  end.

Lemma moved_ok rs l i t b e Lq s : ranged rs l -> 0 < ev l b -> ev l b * l i = ev l t ->
  moved rs i t b e Lq = true -> (sgn s (ev l (snd Lq)) <-> sgn s (ev l e)).
Proof.
  intros Hr Hb He H. unfold moved in H. split_checks. apply (same_ok l) in H0. simpl in H0.
  rewrite (hom_ok l i t b e He) in H0.
  rewrite <- (sgn_scale s (ev l (fst Lq))), H0 by exact (is_ok _ _ H (vis_ok _ _ _ Hr)).
  apply sgn_scale, pow_lt, Hb.
Qed.

(* Conditions more. *)
Ltac each := repeat apply Forall_cons; try apply Forall_nil; unfold sat; simpl.
Ltac more := apply Forall_app; split; [assumption | each; try lra].

Theorem check_ok p : forall rs G goal s, check rs G goal s p = true ->
  forall l, ranged rs l -> all l G -> sgn s (ev l goal).
Proof.
  induction p; intros rs G goal' s; simpl; intros H l Hr HG; split_checks.
  - pose proof (is_ok _ _ H (sign_ok rs l G m Hr HG)) as Hm. pose proof (sum_ok rs l G ts Hr HG) as Hs.
    apply (same_ok l) in H0. simpl in H0. rewrite (vanishing_ok l G zs HG H1), Rplus_0_r in H0.
    apply (sgn_scale _ _ _ Hm). rewrite H0. destruct (signs rs G ts) as [[|]|], s; simpl in *; discriminate || lra.
  - apply (IHp2 rs _ _ _ H0 l Hr). more. apply (IHp1 _ _ _ _ H); assumption.
  - pose proof (is_ok _ _ H1 (sign_ok rs l G d Hr HG)) as Hd. pose proof (sign_ok rs l G n Hr HG) as Hn.
    set (v := ev l (value G n) * / ev l (value G d)). rewrite <- (fresh_ok i goal' l v H). apply (IHp _ _ _ _ H0).
    + intros j. unfold put. destruct (Pos.eqb j i); [|apply Hr].
      pose proof (has_mul _ (Some true) _ _ Hn (Rinv_0_lt_compat _ Hd)) as Hv. fold v in Hv.
      destruct (sign rs G n) as [[|]|]; exact Hv.
    + assert (Hz : ev (put l i v) (PEsub (PEmul (value G d) (X i)) (value G n)) = 0).
      { simpl. rewrite !fresh_ok by assumption. unfold put, v. rewrite Pos.eqb_refl. field. lra. }
      apply Forall_app; split; [|simpl in Hz; each; lra].
      rewrite forallb_forall in H4. rewrite Forall_forall in *. intros c Hc. unfold sat.
      rewrite fresh_ok; auto. apply HG, Hc.
  - pose proof (is_ok _ _ H (sign_ok rs l G b Hr HG)) as Hb. apply (same_ok l) in H3.
    rewrite (equation_ok l G ij HG H4) in H3. simpl in H3. apply Rminus_diag_uniq in H3.
    apply (moved_ok rs l i t (value G b) goal' goal s Hr Hb H3 H1).
    apply (IHp _ _ _ _ H0 l Hr), Forall_app. split; [exact HG|].
    rewrite forallb_forall in H2. rewrite Forall_forall. intros c Hc. apply in_map_iff in Hc as [k [<- Hk]].
    apply (moved_ok rs l i t (value G b) _ _ _ Hr Hb H3 (H2 _ Hk)), at_ok, HG.
  - destruct (weight (of 0%Z w) goal') as [k|] eqn:Hw; [|discriminate]. apply negb_true_iff, Z.eqb_neq in H1.
    destruct (unit_scale _ _ (is_ok _ _ H (Hr i)) H1) as [T [HT Hx]]. set (w' := of 0%Z w) in *.
    assert (Hs : forall b e, weight w' e <> None -> sgn b (ev (scaled T w' l) e) <-> sgn b (ev l e)).
    { intros b e He. destruct (weight w' e) as [m|] eqn:Hm; [|congruence]. rewrite (weight_ok T w' l e m HT Hm).
      apply sgn_scale, powerRZ_lt, HT. }
    apply Hs; [congruence|]. apply (IHp _ _ _ _ H0).
    + intros j. pose proof (powerRZ_lt T (w' j) HT) as Hj. pose proof (has_mul (Some true) _ _ _ Hj (Hr j)) as Hv.
      unfold scaled. destruct (sees (rs j)); exact Hv.
    + apply Forall_app; split; [|each; unfold scaled; lra].
      rewrite Forall_forall in *. intros c Hc. apply in_map_iff in Hc as [c' [<- Hk]]. unfold kept.
      destruct (weight w' (fst c')) eqn:Hc'; [apply Hs, HG, Hk; congruence | apply Rle_refl].
  - destruct (Rle_lt_dec 0 (ev l h)); [apply (IHp1 _ _ _ _ H l Hr) | apply (IHp2 _ _ _ _ H0 l Hr)]; more.
  - destruct (Rtotal_order 0 (ev l h)) as [|[|]];
      [apply (IHp1 _ _ _ _ H l Hr) | apply (IHp2 _ _ _ _ H1 l Hr) | apply (IHp3 _ _ _ _ H0 l Hr)]; more.
Qed.

(* 7. Clauses: one of several atoms holds, because the one that is aimed at does where the others fail. *)

Notation atom := (E * relation)%type.
Definition true_ (l : positive -> R) (a : atom) : Prop := rel (snd a) (ev l (fst a)).
Definition failing (a : atom) : list cond :=
  match snd a with
  | Gt => [(PEopp (fst a), false)]
  | Ge => [(PEopp (fst a), true)]
  | Eq => [(PEpow (fst a) 2, true)]
  | Ne => zeros (fst a)
  end.
Record clause := { others : list atom; aim : atom; why : proof; why_not_less : proof }.
Definition proved (rs : positive -> rng) (G : list cond) (c : clause) : bool :=
  let H := G ++ flat_map failing (others c) in
  let (e, r) := aim c in
  match r with
  | Gt => check rs H e true (why c)
  | Ge => check rs H e false (why c)
  | Eq => check rs H e false (why c) && check rs H (PEopp e) false (why_not_less c)
  | Ne => check rs H (PEpow e 2) true (why c)
  end.
Definition disjunction (l : positive -> R) (c : list atom) : Prop := Exists (true_ l) c.

Lemma square_zero x : 0 < x ^ 2 <-> x <> 0.
Proof. simpl. split; intros; nra. Qed.
Lemma failing_ok l a : true_ l a \/ all l (failing a).
Proof.
  destruct a as [e r]. unfold true_, failing, zeros. destruct (Rtotal_order 0 (ev l e)) as [H|[H|H]], r; simpl;
    try (left; lra); right; each; try lra; apply square_zero; lra.
Qed.
Lemma proved_ok rs G c l : ranged rs l -> all l G -> proved rs G c = true -> disjunction l (aim c :: others c).
Proof.
  intros Hr HG H.
  assert (Exists (true_ l) (others c) \/ all l (flat_map failing (others c))) as [Ho|Ho].
  { clear H. induction (others c) as [|a cs IH]; simpl; auto. rewrite Exists_cons, Forall_app.
    destruct (failing_ok l a); tauto. }
  - apply Exists_cons_tl, Ho.
  - apply Exists_cons_hd. pose proof (proj2 (Forall_app _ _ _) (conj HG Ho)) as HH. unfold proved in H.
    destruct (aim c) as [e r]. unfold true_. destruct r; simpl; split_checks;
      repeat match goal with
        K : check _ _ _ _ _ = true |- _ => apply check_ok with (l := l) in K; auto; simpl in K end; try lra.
    apply square_zero, H.
Qed.

(* 8. Claims as they are written: quotients, compared and combined. *)

(* What is divided by is c times the product of divisors, each to a power: (c, powers). *)
Notation divisor := (Z * list N)%type.
Inductive quotient :=
  | Poly (e : E)
  | Add (f g : quotient) | Subtract (f g : quotient) | Times (f g : quotient) | Minus (f : quotient)
  | Power (f : quotient) (n : nat)
  | Over (f g : quotient) (w : divisor)
  (* The same, which is n/d besides. *)
  | Reduced (f : quotient) (n d : E) (w : divisor).
Fixpoint val (l : positive -> R) (f : quotient) : R :=
  match f with
  | Poly e => ev l e
  | Add f g => val l f + val l g | Subtract f g => val l f - val l g | Times f g => val l f * val l g
  | Minus f => - val l f
  | Power f n => val l f ^ n
  | Over f g _ => val l f / val l g
  | Reduced f _ _ _ => val l f
  end.
Fixpoint fraction (f : quotient) : E * E :=
  let joined (op : E -> E -> E) (f g : quotient) :=
    let (a, b) := fraction f in let (c, d) := fraction g in (op (PEmul a d) (PEmul c b), PEmul b d) in
  match f with
  | Poly e => (e, one)
  | Add f g => joined PEadd f g
  | Subtract f g => joined PEsub f g
  | Times f g => let (a, b) := fraction f in let (c, d) := fraction g in (PEmul a c, PEmul b d)
  | Minus f => let (a, b) := fraction f in (PEopp a, b)
  | Power f n => let (a, b) := fraction f in (PEpow a (N.of_nat n), PEpow b (N.of_nat n))
  | Over f g _ => let (a, b) := fraction f in let (c, d) := fraction g in (PEmul a d, PEmul b c)
  | Reduced _ n d _ => (n, d)
  end.
Fixpoint powers (ds : list E) (ks : list N) : E :=
  match ds, ks with d :: ds, k :: ks => PEmul (PEpow d k) (powers ds ks) | _, _ => one end.
Definition divides (ds : list E) (e : E) (w : divisor) : bool :=
  negb (Z.eqb (fst w) 0) && same e (PEmul (PEc (fst w)) (powers ds (snd w))).
Fixpoint defined (ds : list E) (f : quotient) : bool :=
  match f with
  | Poly _ => true
  | Add f g | Subtract f g | Times f g => defined ds f && defined ds g
  | Minus f | Power f _ => defined ds f
  | Over f g w => defined ds f && defined ds g && divides ds (fst (fraction g)) w
  | Reduced f n d w =>
      defined ds f && divides ds d w && same (PEmul (fst (fraction f)) d) (PEmul n (snd (fraction f)))
  end.
Notation nonzero l ds := (Forall (fun d => ev l d <> 0) ds).

Lemma divides_ok l ds e w : nonzero l ds -> divides ds e w = true -> ev l e <> 0.
Proof.
  intros Hd H. unfold divides in H. split_checks. rewrite (same_ok l _ _ H0). apply negb_true_iff, Z.eqb_neq in H.
  apply Rmult_integral_contrapositive_currified; [apply not_0_IZR, H|]. clear - Hd. generalize (snd w).
  induction Hd; intros [|k ks]; try exact R1_neq_R0.
  apply Rmult_integral_contrapositive_currified; auto using pow_nonzero.
Qed.
Lemma fraction_ok l ds f : nonzero l ds -> defined ds f = true ->
  ev l (snd (fraction f)) <> 0 /\ val l f = ev l (fst (fraction f)) / ev l (snd (fraction f)).
Proof.
  intros Hd. induction f; simpl; intros H; split_checks;
    repeat match goal with K : ?P -> _, H : ?P |- _ => destruct (K H) as [? ->]; clear K end;
    repeat match goal with |- context [fraction ?f] => destruct (fraction f) end; simpl in *;
    repeat match goal with K : divides _ _ _ = true |- _ => apply (divides_ok l ds) in K; [|exact Hd] end;
    try solve [split; auto using pow_nonzero; field; auto].
  - rewrite Nat2N.id. split; [auto using pow_nonzero | unfold Rdiv; rewrite Rpow_mult_distr, pow_inv; reflexivity].
  - split; [assumption|]. apply (same_ok l) in H0. simpl in H0. apply (Rmult_eq_reg_r (ev l d * ev l p0)); [|auto].
    field_simplify; auto. rewrite H0. ring.
Qed.

(* A comparison, and the polynomial whose sign decides it: with multiples of equations it is n d. *)
Inductive comparison := Above | AtLeast | Below | AtMost | Equal | Unequal.
Record compared := {
  left : quotient; sign_of : comparison; right : quotient;
  n : E; d : E; over : divisor; polynomial : E; roots_squared : multiples }.
Definition difference (c : compared) : quotient :=
  let f := match sign_of c with
    Below | AtMost => Subtract (right c) (left c) | _ => Subtract (left c) (right c) end in
  Reduced f (n c) (d c) (over c).
Definition atom_of (c : compared) : atom :=
  (polynomial c, match sign_of c with Above | Below => Gt | AtLeast | AtMost => Ge | Equal => Eq | Unequal => Ne end).
Definition compares (l : positive -> R) (c : compared) : Prop :=
  match sign_of c with
  | Above => val l (left c) > val l (right c) | AtLeast => val l (left c) >= val l (right c)
  | Below => val l (left c) < val l (right c) | AtMost => val l (left c) <= val l (right c)
  | Equal => val l (left c) = val l (right c) | Unequal => val l (left c) <> val l (right c)
  end.
Definition linked (G : list cond) (ds : list E) (c : compared) : bool :=
  defined ds (difference c) && equations G (roots_squared c)
  && same (PEadd (polynomial c) (vanishing G (roots_squared c))) (PEmul (n c) (d c)).

Lemma linked_ok l G ds c : all l G -> nonzero l ds -> linked G ds c = true -> true_ l (atom_of c) <-> compares l c.
Proof.
  intros HG Hd H. unfold linked in H. split_checks.
  destruct (fraction_ok l ds _ Hd H) as [Hn Hv]. apply (same_ok l) in H0. simpl in H0, Hn, Hv.
  rewrite (vanishing_ok l G _ HG H1), Rplus_0_r in H0.
  assert (Hs : forall r, rel r (ev l (polynomial c)) <-> rel r (ev l (n c) / ev l (d c))).
  { intros r. rewrite H0, <- (rel_scale r (ev l (d c) ^ 2) (_ / _)) by apply square_zero, Hn.
    replace (ev l (d c) ^ 2 * (ev l (n c) / ev l (d c))) with (ev l (n c) * ev l (d c)) by (field; exact Hn).
    reflexivity. }
  unfold true_, atom_of, compares. simpl. rewrite Hs, <- Hv.
  destruct (sign_of c); simpl; split; intros; try intro; lra.
Qed.

Inductive formula :=
  | Yes | No | Compare (c : compared) | Not (f : formula)
  | And (f g : formula) | Or (f g : formula) | Implies (f g : formula) | Iff (f g : formula).
Fixpoint means (l : positive -> R) (f : formula) : Prop :=
  match f with
  | Yes => True | No => False | Compare c => compares l c | Not f => ~ means l f
  | And f g => means l f /\ means l g | Or f g => means l f \/ means l g
  | Implies f g => means l f -> means l g | Iff f g => means l f <-> means l g
  end.
Fixpoint all_linked (G : list cond) (ds : list E) (f : formula) : bool :=
  match f with
  | Yes | No => true | Compare c => linked G ds c | Not f => all_linked G ds f
  | And f g | Or f g | Implies f g | Iff f g => all_linked G ds f && all_linked G ds g
  end.

(* Conjunctive normal form, of a formula (p is true) or of its negation. *)
Definition opposite (a : atom) : atom :=
  match snd a with Gt => (PEopp (fst a), Ge) | Ge => (PEopp (fst a), Gt) | Eq => (fst a, Ne) | Ne => (fst a, Eq) end.
Definition joined (p : bool) (x y : list (list atom)) : list (list atom) :=
  if p then x ++ y else flat_map (fun c => map (app c) y) x.
Fixpoint clauses_of (p : bool) (f : formula) : list (list atom) :=
  match f with
  | Yes => if p then [] else [[(zero, Gt)]]
  | No => if p then [[(zero, Gt)]] else []
  | Compare c => [[if p then atom_of c else opposite (atom_of c)]]
  | Not f => clauses_of (negb p) f
  | And f g => joined p (clauses_of p f) (clauses_of p g)
  | Or f g => joined (negb p) (clauses_of p f) (clauses_of p g)
  | Implies f g => joined (negb p) (clauses_of (negb p) f) (clauses_of p g)
  | Iff f g =>
      joined false (clauses_of false f) (clauses_of p g) ++ joined false (clauses_of true f) (clauses_of (negb p) g)
  end.
Notation conjunction l := (Forall (disjunction l)).

Lemma joined_ok l p x y : conjunction l (joined p x y) ->
  if p then conjunction l x /\ conjunction l y else conjunction l x \/ conjunction l y.
Proof.
  destruct p; [apply Forall_app|]. induction x as [|c x IH]; simpl; intros H; [auto|].
  apply Forall_app in H as [H Hx]. apply IH in Hx. rewrite Forall_cons_iff.
  enough (disjunction l c \/ conjunction l y) by tauto. clear - H. induction y as [|d y IH]; [auto|].
  simpl in H. rewrite Forall_cons_iff in *. unfold disjunction in *. rewrite Exists_app in H. tauto.
Qed.
Lemma clauses_ok l G ds f : all l G -> nonzero l ds -> all_linked G ds f = true -> forall p,
  conjunction l (clauses_of p f) -> if p then means l f else ~ means l f.
Proof.
  intros HG Hd. assert (Hone : forall x, conjunction l [[x]] -> true_ l x).
  { intros x H. apply Forall_inv, Exists_cons in H as [H|H]; [exact H | inversion H]. }
  assert (Hno : ~ conjunction l [[(zero, Gt)]]) by (intros H; exact (Rlt_irrefl 0 (Hone _ H))).
  induction f; simpl; intros H p Hc; split_checks;
    repeat match goal with
      K : all_linked _ _ ?f = true, IH : all_linked _ _ ?f = true -> _ |- _ => specialize (IH K) end.
  1-2: destruct p; simpl; tauto.
  - pose proof (linked_ok l G ds c HG Hd H) as Hl. apply Hone in Hc. destruct p; [tauto|]. rewrite <- Hl. clear - Hc.
    destruct (atom_of c) as [e []]; unfold true_ in *; simpl in *; try intro; lra.
  - apply IHf in Hc. destruct p; simpl in Hc; tauto.
  - apply joined_ok in Hc. pose proof (IHf1 p). pose proof (IHf2 p). destruct p; tauto.
  - apply joined_ok in Hc. pose proof (IHf1 p). pose proof (IHf2 p). destruct p; simpl in *; tauto.
  - apply joined_ok in Hc. pose proof (IHf1 (negb p)). pose proof (IHf2 p). destruct p; simpl in *; tauto.
  - apply Forall_app in Hc as [H1 H2]. apply (joined_ok l false) in H1, H2.
    pose proof (IHf1 false). pose proof (IHf1 true). pose proof (IHf2 p). pose proof (IHf2 (negb p)).
    destruct p; simpl in *; tauto.
Qed.

(* 9. Theorems. *)

(* The square root of a whole number that lies between two fractions. *)
Record root := { radicand : Z; low : Z * Z; high : Z * Z }.
Definition bounded (r : root) : bool :=
  let '((p, q), (s, t)) := (low r, high r) in
  forallb (Z.ltb 0) [radicand r; p; q; s; t] && Z.ltb (p * p) (radicand r * (q * q))
  && Z.ltb (radicand r * (t * t)) (s * s).
Definition root_of (r : root) : R := sqrt (IZR (radicand r)).
Fixpoint defining (i : positive) (rs : list root) : list cond :=
  match rs with
  | [] => []
  | r :: rs =>
      zeros (PEsub (PEpow (X i) 2) (C (radicand r)))
      ++ [(PEsub (PEmul (C (snd (low r))) (X i)) (C (fst (low r))), true);
          (PEsub (C (fst (high r))) (PEmul (C (snd (high r))) (X i)), true)]
      ++ defining (Pos.succ i) rs
  end.

Record problem := {
  ranges : list rng;
  roots : list root;
  given : list (E * E * bool); (* the first is below the second; or at most, where the truth value is false *)
  divisors : list E;
  claim : formula;
  proofs : list clause }.
Definition gap (x y : E) : E := match x, y with PEc Z0, _ => y | _, PEc Z0 => PEopp x | _, _ => PEsub y x end.
Definition assumed (p : problem) : list cond :=
  map (fun h => (gap (fst (fst h)) (snd (fst h)), snd h)) (given p)
  ++ defining (Pos.of_succ_nat (length (ranges p))) (roots p).
Definition same_atom (x y : atom) : bool :=
  match snd x, snd y with
  | Gt, Gt | Ge, Ge => parallel (fst x) (fst y)
  | Eq, Eq | Ne, Ne => parallel (fst x) (fst y) || parallel (PEopp (fst x)) (fst y)
  | _, _ => false
  end.
Definition covered (ps : list clause) (c : list atom) : bool :=
  existsb (fun p => forallb (fun x => existsb (same_atom x) c) (aim p :: others p)) ps.
Definition valid (p : problem) : bool :=
  let G := assumed p in
  forallb bounded (roots p)
  && forallb (proved (of Free (ranges p ++ repeat Pos (length (roots p)))) G) (proofs p)
  && forallb (fun e => covered (proofs p) [(e, Ne)]) (divisors p)
  && all_linked G (divisors p) (claim p)
  && forallb (covered (proofs p)) (clauses_of true (claim p)).

Fixpoint every (k : nat) (P : list R -> Prop) : Prop :=
  match k with O => P [] | S k => forall x, every k (fun l => P (x :: l)) end.
Fixpoint within (rs : list rng) (l : list R) (P : Prop) : Prop :=
  match rs, l with
  | Pos :: rs, x :: l => 0 < x -> within rs l P
  | Nonneg :: rs, x :: l => 0 <= x -> within rs l P
  | Free :: rs, x :: l => within rs l P
  | _, _ => P
  end.
Fixpoint under (l : positive -> R) (hs : list (E * E * bool)) (P : Prop) : Prop :=
  match hs with
  | [] => P
  | (x, y, true) :: hs => ev l x < ev l y -> under l hs P
  | (x, y, false) :: hs => ev l x <= ev l y -> under l hs P
  end.
Fixpoint besides (l : positive -> R) (ds : list E) (P : Prop) : Prop :=
  match ds with [] => P | d :: ds => ev l d <> 0 /\ besides l ds P end.
Definition point (p : problem) (xs : list R) : positive -> R := of 0 (xs ++ map root_of (roots p)).
Definition theorem (p : problem) : Prop :=
  every (length (ranges p)) (fun xs => within (ranges p) xs
    (under (point p xs) (given p) (besides (point p xs) (divisors p) (means (point p xs) (claim p))))).

Lemma every_ok k : forall P : list R -> Prop, (forall xs, length xs = k -> P xs) -> every k P.
Proof. induction k; simpl; intros P H; [|intros x; apply IHk; intros xs Hx]; apply H; simpl; auto. Qed.
Lemma within_ok rs : forall xs (P : Prop), length xs = length rs ->
  (Forall2 (fun r => has (sees r)) rs xs -> P) -> within rs xs P.
Proof.
  induction rs as [|r rs IH]; intros [|x xs] P Hl H; try discriminate; [apply H; constructor|].
  destruct r; simpl; intros; apply IH; auto; intros; apply H; constructor; simpl; auto.
Qed.
Lemma under_ok l hs : forall P : Prop,
  (all l (map (fun h => (gap (fst (fst h)) (snd (fst h)), snd h)) hs) -> P) -> under l hs P.
Proof.
  induction hs as [|[[x y] s] hs IH]; intros P H; [apply H; constructor|].
  assert (Hg : ev l (gap x y) = ev l y - ev l x)
    by (destruct x as [[]| | | | | |], y as [[]| | | | | |]; simpl; ring).
  destruct s; intros Hxy; apply IH; intros Hs; apply H; constructor; auto; unfold sat; simpl; rewrite Hg; lra.
Qed.
Lemma besides_ok l ds (P : Prop) : nonzero l ds -> P -> besides l ds P.
Proof. induction 1; simpl; auto. Qed.
Lemma ranged_ok rs l : Forall2 (fun r => has (sees r)) rs l -> ranged (of Free rs) (of 0 l).
Proof. intros H i. unfold of. generalize (pred (Pos.to_nat i)). induction H; intros [|k]; simpl; auto. Qed.

Lemma below_square u v : 0 < v -> u * u < v * v -> 0 < v - u.
Proof. nra. Qed.
Lemma root_ok r : bounded r = true -> 0 < root_of r /\ root_of r ^ 2 = IZR (radicand r) /\
  0 < IZR (snd (low r)) * root_of r - IZR (fst (low r)) /\ 0 < IZR (fst (high r)) - IZR (snd (high r)) * root_of r.
Proof.
  unfold bounded, root_of. destruct r as [k [p q] [s t]]. simpl. rewrite !andb_true_iff, !Z.ltb_lt.
  intros [[[Hk [Hp [Hq [Hs [Ht _]]]]] Hl] Hh]. apply IZR_lt in Hk, Hp, Hq, Hs, Ht, Hl, Hh.
  rewrite !mult_IZR in Hl, Hh.
  pose proof (sqrt_lt_R0 _ Hk) as H0. pose proof (sqrt_sqrt _ (Rlt_le _ _ Hk)) as H2.
  set (x := sqrt (IZR k)) in *. rewrite <- H2 in Hl, Hh. repeat split; [exact H0 | rewrite <- H2; ring | |];
    apply below_square; try lra. apply Rmult_lt_0_compat; lra.
Qed.
Lemma defining_ok rs : forallb bounded rs = true -> forall front,
  all (of 0 (front ++ map root_of rs)) (defining (Pos.of_succ_nat (length front)) rs).
Proof.
  induction rs as [|r rs IH]; intros H front; [constructor|]. simpl in H. split_checks.
  specialize (IH H0 (front ++ [root_of r])). rewrite app_length, Nat.add_1_r, <- app_assoc in IH.
  assert (Hx : of 0 (front ++ map root_of (r :: rs)) (Pos.of_succ_nat (length front)) = root_of r).
  { unfold of. rewrite SuccNat2Pos.id_succ. simpl. rewrite app_nth2, Nat.sub_diag by lia. reflexivity. }
  destruct (root_ok r H) as [_ [H1 [H2 H3]]].
  repeat apply Forall_cons; try exact IH; unfold sat; cbn -[pow of app map]; rewrite Hx;
    try change (Pos.to_nat 2) with 2%nat; lra.
Qed.
Lemma same_atom_ok l x y : same_atom x y = true -> true_ l x -> true_ l y.
Proof.
  destruct x as [e r], y as [f s]. unfold same_atom, true_, fst, snd. intros H He.
  enough (exists k, 0 < k /\ rel s (k * ev l f)) as [k [Hk Hf]] by exact (proj1 (rel_scale s k _ Hk) Hf).
  destruct r, s; try discriminate; try apply orb_true_iff in H as [H|H]; apply (parallel_ok l) in H as [k [Hk H]];
    exists k; (split; [exact Hk|]); rewrite <- H; simpl in *; try intro; lra.
Qed.
Lemma covered_ok l ps c :
  Forall (fun p => disjunction l (aim p :: others p)) ps -> covered ps c = true -> disjunction l c.
Proof.
  unfold disjunction. rewrite Forall_forall. intros Hp H. apply existsb_exists in H as [p [Hi H]].
  specialize (Hp p Hi).
  rewrite Exists_exists in *. destruct Hp as [[e r] [Hx Ht]]. rewrite forallb_forall in H. specialize (H _ Hx).
  apply existsb_exists in H as [[f s] [Hy H]]. exists (f, s). split; [exact Hy|].
  exact (same_atom_ok l _ _ H Ht).
Qed.

Theorem holds p : valid p = true -> theorem p.
Proof.
  unfold valid. intros H. split_checks. rewrite forallb_forall in H0, H2, H3. apply every_ok. intros xs Hxs.
  apply within_ok; [exact Hxs|]. intros Hr. apply under_ok. intros Hg. set (l := point p xs) in *.
  assert (Hl : ranged (of Free (ranges p ++ repeat Pos (length (roots p)))) l).
  { apply ranged_ok, Forall2_app; [exact Hr|]. clear - H. induction (roots p); simpl in *; split_checks;
    constructor; auto.
    apply root_ok, H. }
  assert (HG : all l (assumed p)).
  { apply Forall_app. split; [exact Hg|]. rewrite <- Hxs. apply defining_ok, H. }
  assert (Hc : Forall (fun c => disjunction l (aim c :: others c)) (proofs p)).
  { rewrite Forall_forall. intros c Hi. exact (proved_ok _ _ c l Hl HG (H3 c Hi)). }
  assert (Hd : nonzero l (divisors p)).
  { rewrite Forall_forall. intros e Hi. pose proof (covered_ok l _ _ Hc (H2 e Hi)) as He.
    apply Exists_cons in He as [He|He]; [exact He | inversion He]. }
  apply besides_ok; [exact Hd|]. apply (clauses_ok l (assumed p) (divisors p) (claim p) HG Hd H1 true).
  rewrite Forall_forall. intros c Hi. exact (covered_ok l _ c Hc (H0 c Hi)).
Qed.
