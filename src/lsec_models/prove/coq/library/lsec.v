(* Lemmas behind the theorems that lsec_models writes.

   A proof is data: polynomials with integer coefficients, and steps. The function [check] recomputes every step, and
   [holds] says once, for all data, that what it accepts is true of the real numbers. A file that lsec_models writes
   states a theorem over the reals and proves it by [holds] and one computation. *)

Require Import Reals ZArith NArith List Bool Lra Lia Ring_polynom Ring_theory RealField BinList.
Import ListNotations.
Local Open Scope R_scope.

(* 1. Polynomials: equal where their normal forms are. *)

Notation E := (PExpr Z).
Definition C (c : Z) : E := PEc c.
Definition X (i : positive) : E := PEX Z i.
Definition ev (l : list R) (e : E) : R :=
  PEeval 0 1 Rplus Rmult Rminus Ropp IZR N.to_nat pow l e.
Definition nf (e : E) : Pol Z := norm_aux 0%Z 1%Z Z.add Z.mul Z.sub Z.opp Zeq_bool e.
Definition same (a b : E) : bool := Peq Zeq_bool (nf a) (nf b).

Lemma nf_ok l e : ev l e = Pphi 0 Rplus Rmult IZR l (nf e).
Proof.
  exact (norm_aux_spec Rset Rext (Rth_ARth Rset Rext RTheory) R_rm R_power_theory l e).
Qed.

Lemma same_ok a b : same a b = true -> forall l, ev l a = ev l b.
Proof.
  intros H l. rewrite !nf_ok. exact (Peq_ok Rset Rext R_rm (nf a) (nf b) H l).
Qed.

(* 2. Signs: [sgn true x] says that x is positive, [sgn false x] that it is at least zero. *)

Definition sgn (b : bool) (x : R) : Prop := if b then 0 < x else 0 <= x.

Lemma sgn_weak b x : sgn b x -> 0 <= x.
Proof. destruct b; simpl; lra. Qed.
Lemma sgn_le a b x : implb a b = true -> sgn b x -> sgn a x.
Proof. destruct a, b; simpl; intros; try discriminate; lra. Qed.
Lemma sgn_add a b x y : sgn a x -> sgn b y -> sgn (a || b) (x + y).
Proof. destruct a, b; simpl; lra. Qed.
Lemma sgn_mul a b x y : sgn a x -> sgn b y -> sgn (a && b) (x * y).
Proof. destruct a, b; simpl; intros; try (apply Rmult_lt_0_compat; lra); apply Rmult_le_pos; lra. Qed.
Lemma sgn_pow b x n : sgn b x -> sgn b (x ^ n).
Proof. destruct b; [exact (pow_lt x n) | exact (pow_le x n)]. Qed.
Lemma sgn_cancel b m x : 0 < m -> sgn b (m * x) -> sgn b x.
Proof.
  intros Hm H. assert (x = / m * (m * x)) as -> by (field; lra). apply (sgn_mul true b).
  - apply Rinv_0_lt_compat, Hm.
  - exact H.
Qed.

Inductive rng := Pos | Nonneg | Free.
Definition inr (r : rng) (x : R) : Prop := match r with Pos => 0 < x | Nonneg => 0 <= x | Free => True end.
Definition ranged (rs : list rng) (l : list R) : Prop := forall i, inr (nth Free i rs) (nth 0 i l).

(* The sign that can be seen: all coefficients, and all monomials, are at least zero. *)
Fixpoint vis (rs : list rng) (e : E) : option bool :=
  match e with
  | PEc c => if Z.ltb 0 c then Some true else if Z.eqb 0 c then Some false else None
  | PEX _ i => match nth Free i rs with Pos => Some true | Nonneg => Some false | Free => None end
  | PEadd a b => match vis rs a, vis rs b with Some s, Some t => Some (s || t) | _, _ => None end
  | PEmul a b => match vis rs a, vis rs b with Some s, Some t => Some (s && t) | _, _ => None end
  | PEpow a n => match vis rs a with Some s => Some s | None => if N.even n then Some false else None end
  | _ => None
  end.

Lemma pow_even x n : Nat.even n = true -> 0 <= x ^ n.
Proof.
  intros H. apply Nat.even_spec in H. destruct H as [k ->]. rewrite pow_mult. apply pow_le, pow2_ge_0.
Qed.

Lemma vis_ok rs l e : ranged rs l -> forall b, vis rs e = Some b -> sgn b (ev l e).
Proof.
  intros Hr. induction e; intros s; cbn -[Z.eqb Z.ltb N.even]; try discriminate.
  - destruct (Z.ltb_spec 0 c).
    + intros H1; injection H1 as <-. apply (IZR_lt 0), H.
    + destruct (Z.eqb_spec 0 c); [|discriminate]. intros H1; injection H1 as <-. subst. simpl. unfold ev; simpl. lra.
  - specialize (Hr p). unfold ev; simpl. destruct (nth Free p rs); intros H; inversion H; exact Hr.
  - destruct (vis rs e1), (vis rs e2); try discriminate. intros H0; injection H0 as <-. apply sgn_add; auto.
  - destruct (vis rs e1), (vis rs e2); try discriminate. intros H0; injection H0 as <-. apply sgn_mul; auto.
  - destruct (vis rs e) as [t|].
    + intros H0; injection H0 as <-. apply sgn_pow; auto.
    + destruct (N.even n) eqn:Hn; [|discriminate]. intros H0; injection H0 as <-. apply pow_even.
      apply Nat.even_spec. apply N.even_spec in Hn. destruct Hn as [k ->]. exists (N.to_nat k). lia.
Qed.

(* 3. What holds at a point, and products of conditions. *)

Notation cond := (E * bool)%type.
Definition sat (l : list R) (c : cond) : Prop := sgn (snd c) (ev l (fst c)).
Notation all l G := (Forall (sat l) G).
Definition zero : E := PEc 0%Z.
Definition at_ (G : list cond) (k : nat) : cond := List.nth k G (zero, false).

Lemma at_ok l G k : all l G -> sat l (at_ G k).
Proof.
  intros H. unfold at_. destruct (nth_in_or_default k G (zero, false)) as [Hi| ->].
  - rewrite Forall_forall in H. apply H, Hi.
  - unfold sat, ev; simpl. lra.
Qed.

(* A term: something of visible sign, times a square, times powers of conditions. *)
Notation term := (E * E * list (nat * N))%type.
Definition one : E := PEc 1%Z.
Definition product (G : list cond) (cs : list (nat * N)) : E :=
  fold_right (fun k e => PEmul (PEpow (fst (at_ G (fst k))) (snd k)) e) one cs.
Definition value (G : list cond) (t : term) : E :=
  let '(m, r, cs) := t in PEmul (PEmul m (PEpow r 2)) (product G cs).
Definition sign (rs : list rng) (G : list cond) (t : term) : option bool :=
  let '(m, r, cs) := t in
  match vis rs m with
  | Some b => Some (b && match vis rs r with Some true => true | _ => false end
                      && forallb (fun k => snd (at_ G (fst k))) cs)
  | None => None
  end.

Lemma product_ok l G cs : all l G -> sgn (forallb (fun k => snd (at_ G (fst k))) cs) (ev l (product G cs)).
Proof.
  intros H. induction cs as [|[k n] cs IH]; simpl.
  - unfold ev; simpl; lra.
  - apply (sgn_mul _ _ (ev l (fst (at_ G k)) ^ N.to_nat n)); [apply sgn_pow, (at_ok l G k H) | exact IH].
Qed.

Lemma sign_ok rs l G t b : ranged rs l -> all l G -> sign rs G t = Some b -> sgn b (ev l (value G t)).
Proof.
  intros Hr HG. destruct t as [[m r] cs]. simpl. destruct (vis rs m) as [s|] eqn:Hm; [|discriminate].
  intros H0; injection H0 as <-. apply (sgn_mul _ _ (ev l m * ev l r ^ 2)); [|apply product_ok, HG].
  apply sgn_mul; [apply (vis_ok rs), Hm; exact Hr|].
  destruct (vis rs r) as [[|]|] eqn:Hv; try apply pow2_ge_0. apply (sgn_pow true), (vis_ok rs l r Hr _ Hv).
Qed.

Fixpoint sum (G : list cond) (ts : list term) : E :=
  match ts with [] => zero | [t] => value G t | t :: ts => PEadd (value G t) (sum G ts) end.
Fixpoint signs (rs : list rng) (G : list cond) (ts : list term) : option bool :=
  match ts with
  | [] => Some false
  | t :: ts => match sign rs G t, signs rs G ts with Some a, Some b => Some (a || b) | _, _ => None end
  end.

Lemma sum_ok rs l G ts : ranged rs l -> all l G -> forall b, signs rs G ts = Some b -> sgn b (ev l (sum G ts)).
Proof.
  intros Hr HG. induction ts as [|t ts IH]; intros b; simpl.
  - intros H0; injection H0 as <-. unfold ev; simpl; lra.
  - destruct (sign rs G t) as [s|] eqn:Ht; [|discriminate]. destruct (signs rs G ts) as [r|] eqn:Hs; [|discriminate].
    intros H0; injection H0 as <-. pose proof (sign_ok rs l G t s Hr HG Ht) as H1. pose proof (IH r eq_refl) as H2.
    destruct ts as [|u ts].
    + injection Hs as <-. rewrite orb_false_r. exact H1.
    + exact (sgn_add _ _ _ _ H1 H2).
Qed.

(* An equation is a pair of conditions, one the negative of the other. *)
Definition equation (G : list cond) (ij : nat * nat) : bool :=
  same (fst (at_ G (fst ij))) (PEopp (fst (at_ G (snd ij)))).
Notation multiples := (list (E * (nat * nat)))%type.
Fixpoint vanishing (G : list cond) (zs : multiples) : E :=
  match zs with [] => zero | (m, ij) :: zs => PEadd (PEmul m (fst (at_ G (fst ij)))) (vanishing G zs) end.

Lemma equation_ok l G ij : all l G -> equation G ij = true -> ev l (fst (at_ G (fst ij))) = 0.
Proof.
  intros HG H. pose proof (same_ok _ _ H l) as He. change (ev l (PEopp ?e)) with (- ev l e) in He.
  pose proof (sgn_weak _ _ (at_ok l G (fst ij) HG)). pose proof (sgn_weak _ _ (at_ok l G (snd ij) HG)).
  change (ev l (fst (at_ G (fst ij))) = - ev l (fst (at_ G (snd ij)))) in He. lra.
Qed.

Lemma vanishing_ok l G zs : all l G -> forallb (fun z => equation G (snd z)) zs = true -> ev l (vanishing G zs) = 0.
Proof.
  intros HG. induction zs as [|[m ij] zs IH]; simpl; intros H; [reflexivity|].
  apply andb_true_iff in H. destruct H as [H1 H2].
  change (ev l m * ev l (fst (at_ G (fst ij))) + ev l (vanishing G zs) = 0).
  rewrite (equation_ok l G ij HG H1), (IH H2). ring.
Qed.

(* 4. A variable is replaced: [upd] at a point, [hom] in a polynomial, where b times the variable is t. *)

Fixpoint upd {A : Type} (d : A) (l : list A) (k : nat) (v : A) : list A :=
  match k with O => v :: tl l | S k => hd d l :: upd d (tl l) k v end.

Lemma jump_list {A : Type} j (l : list A) : jump j l = skipn (Pos.to_nat j) l.
Proof.
  revert l. induction j as [|j IH] using Pos.peano_ind; intros l; [destruct l; reflexivity|].
  rewrite jump_succ. change (tl (jump j l) = skipn (Pos.to_nat (Pos.succ j)) l).
  rewrite jump_tl, IH, Pos2Nat.inj_succ. destruct l; simpl; [apply skipn_nil|reflexivity].
Qed.

Lemma nth_list {A : Type} (d : A) i l : nth d i l = List.nth (pred (Pos.to_nat i)) l d.
Proof.
  assert (Hh : forall n (l : list A), hd d (skipn n l) = List.nth n l d).
  { induction n; destruct l0; simpl; auto. }
  rewrite <- Hh. destruct (Pos.eq_dec i 1) as [->|Hi]; [reflexivity|].
  rewrite <- (Pos.succ_pred i Hi), Pos2Nat.inj_succ, Nat.pred_succ, <- jump_list.
  generalize (Pos.pred i). clear. intros j. rewrite <- nth_jump.
  revert l. induction j as [j IH|j IH|]; intros l; try reflexivity.
  simpl. rewrite IH, jump_succ. simpl. rewrite !jump_tl. reflexivity.
Qed.

Lemma nth_upd {A : Type} (d : A) l i j v :
  nth d j (upd d l (pred (Pos.to_nat i)) v) = if Pos.eqb j i then v else nth d j l.
Proof.
  rewrite !nth_list. destruct (Pos.eqb_spec j i) as [->|H].
  - generalize (pred (Pos.to_nat i)). intros n. revert l. induction n; intros; simpl; auto.
  - assert (Hn : pred (Pos.to_nat j) <> pred (Pos.to_nat i)) by lia.
    revert Hn. generalize (pred (Pos.to_nat i)), (pred (Pos.to_nat j)). intros n. revert l.
    induction n; intros l m Hn; destruct m; simpl; try congruence; destruct l; simpl; auto.
    all: try rewrite IHn by congruence; try reflexivity; destruct m; reflexivity.
Qed.

Definition put {A : Type} (d : A) (l : list A) (i : positive) (v : A) : list A := upd d l (pred (Pos.to_nat i)) v.

Lemma ranged_put rs l i r v : ranged rs l -> inr r v -> ranged (put Free rs i r) (put 0 l i v).
Proof.
  intros H Hv j. unfold put. rewrite !nth_upd. destruct (Pos.eqb j i); auto.
Qed.

Fixpoint fresh (i : positive) (e : E) : bool :=
  match e with
  | PEX _ j => negb (Pos.eqb j i)
  | PEadd a b | PEsub a b | PEmul a b => fresh i a && fresh i b
  | PEopp a | PEpow a _ => fresh i a
  | _ => true
  end.

Lemma fresh_ok i e l v : fresh i e = true -> ev (put 0 l i v) e = ev l e.
Proof.
  unfold ev. induction e; simpl; intros H; try apply andb_true_iff in H as [H1 H2];
    rewrite ?IHe1, ?IHe2, ?IHe by assumption; auto.
  apply negb_true_iff in H. unfold put. rewrite nth_upd, H. reflexivity.
Qed.

(* The degree in variable i is the second part; the first is b to that degree times the polynomial, t/b inserted. *)
Definition lift (b : E) (n : N) (e : E) : E := if N.eqb n 0 then e else PEmul (PEpow b n) e.
Fixpoint hom (i : positive) (t b : E) (e : E) : E * N :=
  let both (f : E -> E -> E) x y :=
    let '(p, m) := hom i t b x in
    let '(q, n) := hom i t b y in
    let k := N.max m n in (f (lift b (k - m) p) (lift b (k - n) q), k)%N in
  match e with
  | PEX _ j => if Pos.eqb j i then (t, 1%N) else (e, 0%N)
  | PEadd x y => both (@PEadd Z) x y
  | PEsub x y => both (@PEsub Z) x y
  | PEmul x y => let '(p, m) := hom i t b x in let '(q, n) := hom i t b y in (PEmul p q, (m + n)%N)
  | PEopp x => let '(p, m) := hom i t b x in (PEopp p, m)
  | PEpow x k => let '(p, m) := hom i t b x in (PEpow p k, (m * k)%N)
  | _ => (e, 0%N)
  end.

Lemma lift_ok l b n e : ev l (lift b n e) = ev l b ^ N.to_nat n * ev l e.
Proof.
  unfold lift. destruct (N.eqb_spec n 0) as [->|_]; [simpl; ring | reflexivity].
Qed.

Lemma hom_ok l i t b e : ev l b * nth 0 i l = ev l t ->
  ev l (fst (hom i t b e)) = ev l b ^ N.to_nat (snd (hom i t b e)) * ev l e.
Proof.
  intros H.
  assert (Hb : forall m n e' q, ev l q = ev l b ^ N.to_nat m * ev l e' ->
    ev l (lift b (N.max m n - m) q) = ev l b ^ N.to_nat (N.max m n) * ev l e').
  { intros m n e' q Hq. rewrite lift_ok, Hq, <- Rmult_assoc, <- pow_add. do 2 f_equal. lia. }
  induction e; simpl; try (unfold ev; simpl; ring).
  - destruct (Pos.eqb_spec p i) as [->|_]; simpl; [|unfold ev; simpl; ring].
    change (ev l t = ev l b * 1 * nth 0 i l). rewrite <- H. ring.
  - destruct (hom i t b e1) as [p m], (hom i t b e2) as [q n]. simpl in *.
    change (ev l (lift b (N.max m n - m) p) + ev l (lift b (N.max m n - n) q) =
      ev l b ^ N.to_nat (N.max m n) * (ev l e1 + ev l e2)).
    rewrite (Hb m n e1 p IHe1), (N.max_comm m n), (Hb n m e2 q IHe2). ring.
  - destruct (hom i t b e1) as [p m], (hom i t b e2) as [q n]. simpl in *.
    change (ev l (lift b (N.max m n - m) p) - ev l (lift b (N.max m n - n) q) =
      ev l b ^ N.to_nat (N.max m n) * (ev l e1 - ev l e2)).
    rewrite (Hb m n e1 p IHe1), (N.max_comm m n), (Hb n m e2 q IHe2). ring.
  - destruct (hom i t b e1) as [p m], (hom i t b e2) as [q n]. simpl in *.
    change (ev l p * ev l q = ev l b ^ N.to_nat (m + n) * (ev l e1 * ev l e2)).
    rewrite IHe1, IHe2, N2Nat.inj_add, pow_add. ring.
  - destruct (hom i t b e) as [p m]. simpl in *.
    change (- ev l p = ev l b ^ N.to_nat m * - ev l e). rewrite IHe. ring.
  - destruct (hom i t b e) as [p m]. simpl in *.
    change (ev l p ^ N.to_nat n = ev l b ^ N.to_nat (m * n) * ev l e ^ N.to_nat n).
    rewrite IHe, N2Nat.inj_mul, pow_mult, Rpow_mult_distr. reflexivity.
Qed.

(* 5. All variables are rescaled, x to x * T ^ w: a polynomial whose monomials have one weight is multiplied by a power. *)

Fixpoint weight (w : list Z) (e : E) : option Z :=
  match e with
  | PEc _ => Some 0%Z
  | PEX _ i => Some (nth 0%Z i w)
  | PEadd a b | PEsub a b =>
      match weight w a, weight w b with Some m, Some n => if Z.eqb m n then Some m else None | _, _ => None end
  | PEmul a b => match weight w a, weight w b with Some m, Some n => Some (m + n)%Z | _, _ => None end
  | PEopp a => weight w a
  | PEpow a n => match weight w a with Some m => Some (m * Z.of_N n)%Z | None => None end
  | _ => None
  end.

Fixpoint scaled (T : R) (w : list Z) (l : list R) : list R :=
  match w, l with m :: w, x :: l => x * powerRZ T m :: scaled T w l | _, _ => l end.

Lemma nth_scaled T w l i : 0 < T -> nth 0 i (scaled T w l) = nth 0 i l * powerRZ T (nth 0%Z i w).
Proof.
  intros HT. rewrite !nth_list. generalize (pred (Pos.to_nat i)). intros n. revert w l.
  induction n; intros [|m w] [|x l]; simpl; try ring; auto.
Qed.

Lemma weight_ok T w l e n : 0 < T -> weight w e = Some n -> ev (scaled T w l) e = ev l e * powerRZ T n.
Proof.
  intros HT. revert n. induction e; intros k; simpl; try discriminate.
  - intros H; injection H as <-. unfold ev; simpl; ring.
  - intros H; injection H as <-. apply (nth_scaled T w l p HT).
  - destruct (weight w e1) as [m|], (weight w e2) as [m'|]; try discriminate.
    destruct (Z.eqb_spec m m') as [<-|]; [|discriminate]. intros H; injection H as <-.
    specialize (IHe1 m eq_refl). specialize (IHe2 m eq_refl).
    change (ev (scaled T w l) e1 + ev (scaled T w l) e2 = (ev l e1 + ev l e2) * powerRZ T m).
    rewrite IHe1, IHe2. ring.
  - destruct (weight w e1) as [m|], (weight w e2) as [m'|]; try discriminate.
    destruct (Z.eqb_spec m m') as [<-|]; [|discriminate]. intros H; injection H as <-.
    specialize (IHe1 m eq_refl). specialize (IHe2 m eq_refl).
    change (ev (scaled T w l) e1 - ev (scaled T w l) e2 = (ev l e1 - ev l e2) * powerRZ T m).
    rewrite IHe1, IHe2. ring.
  - destruct (weight w e1) as [m|], (weight w e2) as [m'|]; try discriminate. intros H; injection H as <-.
    specialize (IHe1 m eq_refl). specialize (IHe2 m' eq_refl).
    change (ev (scaled T w l) e1 * ev (scaled T w l) e2 = (ev l e1 * ev l e2) * powerRZ T (m + m')).
    rewrite IHe1, IHe2, powerRZ_add by lra. ring.
  - intros H. specialize (IHe k H).
    change (- ev (scaled T w l) e = - ev l e * powerRZ T k). rewrite IHe. ring.
  - destruct (weight w e) as [m|]; [|discriminate]. intros H; injection H as <-. specialize (IHe m eq_refl).
    change (ev (scaled T w l) e ^ N.to_nat n = ev l e ^ N.to_nat n * powerRZ T (m * Z.of_N n)).
    rewrite IHe, Rpow_mult_distr. f_equal.
    rewrite <- N_nat_Z. induction (N.to_nat n) as [|k IH]; [rewrite Z.mul_0_r; reflexivity|].
    rewrite Nat2Z.inj_succ, Z.mul_succ_r, powerRZ_add, <- IH by lra. simpl. ring.
Qed.

Lemma sgn_scale b x y : 0 < y -> sgn b (x * y) <-> sgn b x.
Proof.
  intros Hy. split; intros H.
  - apply (sgn_cancel b y x Hy). rewrite Rmult_comm. exact H.
  - rewrite <- (andb_true_r b). apply (sgn_mul b true); assumption.
Qed.

Lemma sat_scaled T w l c : 0 < T -> weight w (fst c) <> None -> (sat (scaled T w l) c <-> sat l c).
Proof.
  intros HT Hw. unfold sat. destruct (weight w (fst c)) as [n|] eqn:He; [|congruence].
  rewrite (weight_ok T w l _ n HT He). apply sgn_scale, powerRZ_lt, HT.
Qed.

Lemma ranged_scaled T w rs l : 0 < T -> ranged rs l -> ranged rs (scaled T w l).
Proof.
  intros HT H i. rewrite (nth_scaled T w l i HT). specialize (H i).
  pose proof (powerRZ_lt T (nth 0%Z i w) HT).
  destruct (nth Free i rs); simpl in *; auto; [apply Rmult_lt_0_compat | apply Rmult_le_pos]; lra.
Qed.

(* The number by which a variable of weight n becomes one. *)
Lemma positive_root x n : 0 < x -> (0 < n)%nat -> exists t, 0 < t /\ t ^ n = x.
Proof.
  intros Hx Hn. destruct (IVT (fun t => t ^ n - x) 0 (1 + x)) as [t [Ht He]].
  - intros t. apply continuity_pt_minus; [apply derivable_continuous_pt, derivable_pt_pow | apply continuity_pt_const].
    intros y z. reflexivity.
  - lra.
  - rewrite pow_i by assumption. lra.
  - pose proof (Rle_pow (1 + x) 1 n). simpl in H. assert (1 + x <= (1 + x) ^ n); [|lra].
    rewrite <- (Rmult_1_r (1 + x)) at 1. apply H; [lra | assumption].
  - exists t. split; [|lra]. destruct (proj1 Ht) as [H|H]; [exact H|]. rewrite <- H, pow_i in He by assumption. lra.
Qed.
Lemma unit_scale x n : 0 < x -> n <> 0%Z -> exists T, 0 < T /\ x * powerRZ T n = 1.
Proof.
  intros Hx Hn. destruct n as [|p|p]; [congruence| |];
    destruct (positive_root x (Pos.to_nat p) Hx (Pos2Nat.is_pos p)) as [t [Ht He]].
  - exists (/ t). split; [apply Rinv_0_lt_compat, Ht|]. simpl. rewrite pow_inv, He by lra. field. lra.
  - exists t. split; [exact Ht|]. simpl. rewrite He. field. lra.
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
  | Cases (h : E) (p q r : proof)
  (* A strict condition is m times f, so that f squared is positive. *)
  | Nonzero (k : nat) (m f : E) (p : proof).

Definition minus (a b : E) : E := PEsub a b.
Definition zeros (e : E) : list cond := [(e, false); (PEopp e, false)].
Definition is (o : option bool) : bool := match o with Some true => true | _ => false end.
Definition kept (w : list Z) (c : cond) : cond := match weight w (fst c) with Some _ => c | None => (zero, false) end.
Definition moved (rs : list rng) (i : positive) (t b : E) (e : E) (Lq : E * E) : bool :=
  is (vis rs (fst Lq)) && same (PEmul (fst Lq) (snd Lq)) (fst (hom i t b e)).

Fixpoint check (rs : list rng) (G : list cond) (goal : E) (strict : bool) (p : proof) : bool :=
  match p with
  | Sum m ts zs =>
      is (sign rs G m) && match signs rs G ts with Some b => implb strict b | None => false end
      && forallb (fun z => equation G (snd z)) zs
      && same (PEmul (value G m) goal) (PEadd (sum G ts) (vanishing G zs))
  | Have e b p q => check rs G e b p && check rs (G ++ [(e, b)]) goal strict q
  | New i n d p =>
      let e := minus (PEmul (value G d) (PEX Z i)) (value G n) in
      fresh i goal && forallb (fun c => fresh i (fst c)) G && fresh i (value G n) && fresh i (value G d)
      && is (sign rs G d)
      && let r := match sign rs G n with Some true => Pos | Some false => Nonneg | None => Free end in
         check (put Free rs i r) (G ++ zeros e) goal strict p
  | Insert i t b ij cs goal' p =>
      is (sign rs G b) && equation G ij && same (minus (PEmul (value G b) (PEX Z i)) t) (fst (at_ G (fst ij)))
      && forallb (fun c => moved rs i t (value G b) (fst (at_ G (fst c))) (snd c)) cs
      && moved rs i t (value G b) goal goal'
      && check rs (G ++ map (fun c => (snd (snd c), snd (at_ G (fst c)))) cs) (snd goal') strict p
  | Unit i w p =>
      match nth Free i rs, weight w goal with
      | Pos, Some _ =>
          negb (Z.eqb (nth 0%Z i w) 0) && check rs (map (kept w) G ++ zeros (minus (PEX Z i) one)) goal strict p
      | _, _ => false
      end
  | Split h p q => check rs (G ++ [(h, false)]) goal strict p && check rs (G ++ [(PEopp h, false)]) goal strict q
  | Cases h p q r =>
      check rs (G ++ [(h, true)]) goal strict p && check rs (G ++ zeros h) goal strict q
      && check rs (G ++ [(PEopp h, true)]) goal strict r
  | Nonzero k m f p =>
      snd (at_ G k) && same (fst (at_ G k)) (PEmul m f) && check rs (G ++ [(PEpow f 2, true)]) goal strict p
  end.

Lemma all_more l G H : all l G -> all l H -> all l (G ++ H).
Proof. intros. apply Forall_app. split; assumption. Qed.
Lemma all_one l e b : sgn b (ev l e) -> all l [(e, b)].
Proof. intros H. constructor; [exact H | constructor]. Qed.
Lemma all_zeros l e : ev l e = 0 -> all l (zeros e).
Proof.
  intros H. constructor; [|apply all_one]; [change (0 <= ev l e) | change (0 <= - ev l e)]; lra.
Qed.
Lemma is_ok o : is o = true -> o = Some true.
Proof. destruct o as [[|]|]; simpl; congruence. Qed.

Lemma moved_ok rs l i t b e Lq s : ranged rs l -> 0 < ev l b -> ev l b * nth 0 i l = ev l t ->
  moved rs i t b e Lq = true -> (sgn s (ev l (snd Lq)) <-> sgn s (ev l e)).
Proof.
  intros Hr Hb He H. apply andb_true_iff in H as [HL Hs].
  pose proof (vis_ok rs l _ Hr _ (is_ok _ HL)) as HL'. pose proof (same_ok _ _ Hs l) as H.
  rewrite (hom_ok l i t b e He) in H. change (ev l (fst Lq) * ev l (snd Lq) =
    ev l b ^ N.to_nat (snd (hom i t b e)) * ev l e) in H. simpl in HL'.
  set (y := ev l b ^ N.to_nat (snd (hom i t b e))) in H. assert (Hy : 0 < y) by (apply pow_lt, Hb).
  rewrite <- (sgn_scale s (ev l (snd Lq)) _ HL'), Rmult_comm, H, Rmult_comm. apply sgn_scale, Hy.
Qed.

Ltac split_checks :=
  repeat match goal with H : _ && _ = true |- _ => apply andb_true_iff in H; destruct H end.

Theorem check_ok p : forall rs G goal strict, check rs G goal strict p = true ->
  forall l, ranged rs l -> all l G -> sgn strict (ev l goal).
Proof.
  induction p; intros rs G goal' strict; simpl; intros H l Hr HG.
  - split_checks. pose proof (sign_ok rs l G m true Hr HG (is_ok _ H)) as Hm.
    destruct (signs rs G ts) as [b|] eqn:Hs; [|discriminate].
    pose proof (sum_ok rs l G ts Hr HG b Hs) as Hsum. pose proof (same_ok _ _ H0 l) as He.
    change (ev l (value G m) * ev l goal' = ev l (sum G ts) + ev l (vanishing G zs)) in He.
    rewrite (vanishing_ok l G zs HG H1), Rplus_0_r in He.
    apply (sgn_cancel strict _ _ Hm). rewrite He. exact (sgn_le _ _ _ H2 Hsum).
  - split_checks. apply (IHp2 rs _ _ _ H0 l Hr), all_more; [exact HG | apply all_one; eauto].
  - split_checks. pose proof (sign_ok rs l G d true Hr HG (is_ok _ H1)) as Hd. simpl in Hd.
    set (v := ev l (value G n) / ev l (value G d)). rewrite <- (fresh_ok i goal' l v H).
    apply (IHp _ _ _ _ H0).
    + apply ranged_put; [exact Hr|]. destruct (sign rs G n) as [b|] eqn:Hn; [|exact I].
      pose proof (sign_ok rs l G n b Hr HG Hn) as Hn'. apply Rinv_0_lt_compat in Hd.
      pose proof (sgn_mul b true _ _ Hn' Hd) as Hv. rewrite andb_true_r in Hv. destruct b; exact Hv.
    + apply all_more.
      * rewrite Forall_forall in *. intros c Hc. rewrite forallb_forall in H4. unfold sat.
        rewrite (fresh_ok i (fst c) l v (H4 c Hc)). apply HG, Hc.
      * apply all_zeros. change (ev (put 0 l i v) (value G d) * nth 0 i (put 0 l i v) - ev (put 0 l i v) (value G n) = 0).
        rewrite (fresh_ok i _ l v H2), (fresh_ok i _ l v H3). unfold put. rewrite nth_upd, Pos.eqb_refl.
        unfold v. field. lra.
  - split_checks. pose proof (sign_ok rs l G b true Hr HG (is_ok _ H)) as Hb.
    pose proof (same_ok _ _ H3 l) as He. rewrite (equation_ok l G ij HG H4) in He.
    change (ev l (value G b) * nth 0 i l - ev l t = 0) in He.
    assert (He' : ev l (value G b) * nth 0 i l = ev l t) by lra.
    apply (moved_ok rs l i t (value G b) goal' goal strict Hr Hb He' H1).
    apply (IHp _ _ _ _ H0 l Hr), all_more; [exact HG|].
    rewrite Forall_forall. intros c Hc. apply in_map_iff in Hc as [[k Lq] [<- Hk]].
    rewrite forallb_forall in H2. specialize (H2 _ Hk). simpl in H2.
    apply (moved_ok rs l i t (value G b) _ _ _ Hr Hb He' H2). apply at_ok, HG.
  - destruct (nth Free i rs) eqn:Hi; try discriminate. destruct (weight w goal') as [n|] eqn:Hw; [|discriminate].
    split_checks. apply negb_true_iff, Z.eqb_neq in H.
    assert (Hx : 0 < nth 0 i l) by (specialize (Hr i); rewrite Hi in Hr; exact Hr).
    destruct (unit_scale _ _ Hx H) as [T [HT H1]].
    apply (sat_scaled T w l (goal', strict) HT); [simpl; congruence|].
    apply (IHp _ _ _ _ H0); [apply ranged_scaled; assumption|]. apply all_more.
    + rewrite Forall_forall in *. intros c Hc. apply in_map_iff in Hc as [c' [<- Hk]]. unfold kept.
      destruct (weight w (fst c')) eqn:Hc'; [apply sat_scaled; [exact HT|congruence|auto] | unfold sat, ev; simpl; lra].
    + apply all_zeros. change (nth 0 i (scaled T w l) - 1 = 0). rewrite (nth_scaled T w l i HT), H1. ring.
  - split_checks. destruct (Rle_lt_dec 0 (ev l h)) as [Hh|Hh].
    + apply (IHp1 _ _ _ _ H l Hr), all_more; [exact HG | apply all_one, Hh].
    + apply (IHp2 _ _ _ _ H0 l Hr), all_more; [exact HG | apply all_one]. change (0 <= - ev l h). lra.
  - split_checks. destruct (Rtotal_order 0 (ev l h)) as [Hh|[Hh|Hh]].
    + apply (IHp1 _ _ _ _ H l Hr), all_more; [exact HG | apply all_one, Hh].
    + apply (IHp2 _ _ _ _ H1 l Hr), all_more; [exact HG | apply all_zeros; auto].
    + apply (IHp3 _ _ _ _ H0 l Hr), all_more; [exact HG | apply all_one]. change (0 < - ev l h). lra.
  - split_checks. apply (IHp _ _ _ _ H0 l Hr), all_more; [exact HG | apply all_one].
    pose proof (at_ok l G k HG) as Hk. unfold sat in Hk. rewrite H, (same_ok _ _ H1 l) in Hk.
    change (0 < ev l m * ev l f) in Hk. change (0 < ev l f ^ 2).
    assert (ev l f <> 0) by (intros Hf; rewrite Hf, Rmult_0_r in Hk; lra). simpl. nra.
Qed.

(* 7. Clauses: one of several atoms holds, because the one that is aimed at does where the others fail. *)

Inductive relation := Gt | Ge | Eq | Ne.
Notation atom := (E * relation)%type.
Definition true_ (l : list R) (a : atom) : Prop :=
  match snd a with
  | Gt => 0 < ev l (fst a) | Ge => 0 <= ev l (fst a) | Eq => ev l (fst a) = 0 | Ne => ev l (fst a) <> 0
  end.
Definition failing (a : atom) : list cond :=
  match snd a with
  | Gt => [(PEopp (fst a), false)]
  | Ge => [(PEopp (fst a), true)]
  | Eq => [(PEpow (fst a) 2, true)]
  | Ne => zeros (fst a)
  end.
Record clause := { others : list atom; aim : atom; why : proof; why_not_less : proof }.
Definition proved (rs : list rng) (G : list cond) (c : clause) : bool :=
  let H := G ++ flat_map failing (others c) in
  let (e, r) := aim c in
  match r with
  | Gt => check rs H e true (why c)
  | Ge => check rs H e false (why c)
  | Eq => check rs H e false (why c) && check rs H (PEopp e) false (why_not_less c)
  | Ne => check rs H (PEpow e 2) true (why c)
  end.
Definition disjunction (l : list R) (c : list atom) : Prop := Exists (true_ l) c.

Lemma square_zero x : 0 < x ^ 2 <-> x <> 0.
Proof. simpl. split; intros; nra. Qed.

Lemma failing_ok l a : true_ l a \/ all l (failing a).
Proof.
  destruct a as [e r]. unfold true_, failing. destruct r; simpl.
  - destruct (Rlt_le_dec 0 (ev l e)); [auto | right; apply all_one; change (0 <= - ev l e); lra].
  - destruct (Rle_lt_dec 0 (ev l e)); [auto | right; apply all_one; change (0 < - ev l e); lra].
  - destruct (Req_dec (ev l e) 0); [auto | right; apply all_one; apply square_zero; assumption].
  - destruct (Req_dec (ev l e) 0); [right; apply all_zeros; assumption | auto].
Qed.

Lemma proved_ok rs G c l : proved rs G c = true -> ranged rs l -> all l G -> disjunction l (aim c :: others c).
Proof.
  intros H Hr HG. assert (Exists (true_ l) (others c) \/ all l (flat_map failing (others c))) as [Ho|Ho].
  { clear H. induction (others c) as [|a cs IH]; simpl; [auto|]. destruct (failing_ok l a); [left; constructor; assumption|].
    destruct IH; [left; apply Exists_cons_tl; assumption | right; apply all_more; assumption]. }
  - apply Exists_cons_tl, Ho.
  - apply Exists_cons_hd. unfold proved in H. destruct (aim c) as [e r]. pose proof (all_more l _ _ HG Ho) as HH.
    destruct r; unfold true_; simpl; split_checks; try (eapply check_ok in H; eauto; exact H).
    + pose proof (check_ok _ _ _ _ _ H l Hr HH). eapply check_ok in H0; eauto. change (0 <= - ev l e) in H0. simpl in *. lra.
    + eapply check_ok in H; eauto. apply square_zero, H.
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
Fixpoint val (l : list R) (f : quotient) : R :=
  match f with
  | Poly e => ev l e
  | Add f g => val l f + val l g | Subtract f g => val l f - val l g | Times f g => val l f * val l g
  | Minus f => - val l f
  | Power f n => val l f ^ n
  | Over f g _ => val l f / val l g
  | Reduced f _ _ _ => val l f
  end.
Fixpoint fraction (f : quotient) : E * E :=
  match f with
  | Poly e => (e, one)
  | Add f g => let '(a, b) := fraction f in let '(c, d) := fraction g in (PEadd (PEmul a d) (PEmul c b), PEmul b d)
  | Subtract f g => let '(a, b) := fraction f in let '(c, d) := fraction g in (PEsub (PEmul a d) (PEmul c b), PEmul b d)
  | Times f g => let '(a, b) := fraction f in let '(c, d) := fraction g in (PEmul a c, PEmul b d)
  | Minus f => let '(a, b) := fraction f in (PEopp a, b)
  | Power f n => let '(a, b) := fraction f in (PEpow a (N.of_nat n), PEpow b (N.of_nat n))
  | Over f g _ => let '(a, b) := fraction f in let '(c, d) := fraction g in (PEmul a d, PEmul b c)
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
  intros Hd H. unfold divides in H. split_checks. rewrite (same_ok _ _ H0 l).
  change (IZR (fst w) * ev l (powers ds (snd w)) <> 0). apply negb_true_iff, Z.eqb_neq in H.
  apply Rmult_integral_contrapositive_currified; [apply not_0_IZR, H|]. clear - Hd. revert Hd.
  generalize (snd w). induction ds as [|d ds IH]; intros [|k ks] Hd; simpl; try (unfold ev; simpl; lra).
  inversion Hd; subst. apply Rmult_integral_contrapositive_currified; [apply pow_nonzero; assumption | apply IH; assumption].
Qed.

Lemma fraction_ok l ds f : nonzero l ds -> defined ds f = true ->
  ev l (snd (fraction f)) <> 0 /\ val l f * ev l (snd (fraction f)) = ev l (fst (fraction f)).
Proof.
  intros Hd. induction f; simpl; intros H; split_checks.
  - unfold ev; simpl. split; [lra | ring].
  - destruct (IHf1 H) as [H1 H2], (IHf2 H0) as [H3 H4]. destruct (fraction f1) as [a b], (fraction f2) as [c d]. simpl in *.
    change (ev l b * ev l d <> 0 /\ (val l f1 + val l f2) * (ev l b * ev l d) = ev l a * ev l d + ev l c * ev l b).
    split; [auto|]. rewrite <- H2, <- H4. ring.
  - destruct (IHf1 H) as [H1 H2], (IHf2 H0) as [H3 H4]. destruct (fraction f1) as [a b], (fraction f2) as [c d]. simpl in *.
    change (ev l b * ev l d <> 0 /\ (val l f1 - val l f2) * (ev l b * ev l d) = ev l a * ev l d - ev l c * ev l b).
    split; [auto|]. rewrite <- H2, <- H4. ring.
  - destruct (IHf1 H) as [H1 H2], (IHf2 H0) as [H3 H4]. destruct (fraction f1) as [a b], (fraction f2) as [c d]. simpl in *.
    change (ev l b * ev l d <> 0 /\ val l f1 * val l f2 * (ev l b * ev l d) = ev l a * ev l c).
    split; [auto|]. rewrite <- H2, <- H4. ring.
  - destruct (IHf H) as [H1 H2]. destruct (fraction f) as [a b]. simpl in *. split; [exact H1|].
    change (- val l f * ev l b = - ev l a). rewrite <- H2. ring.
  - destruct (IHf H) as [H1 H2]. destruct (fraction f) as [a b]. simpl in *.
    change (ev l b ^ N.to_nat (N.of_nat n) <> 0 /\
      val l f ^ n * ev l b ^ N.to_nat (N.of_nat n) = ev l a ^ N.to_nat (N.of_nat n)).
    rewrite Nat2N.id, <- H2, Rpow_mult_distr. split; [apply pow_nonzero, H1 | reflexivity].
  - destruct (IHf1 H) as [H1 H2], (IHf2 H1) as [H3 H4] || destruct (IHf1 H) as [H5 H2], (IHf2 H1) as [H3 H4].
    pose proof (divides_ok l ds _ w Hd H0) as Hn. destruct (fraction f1) as [a b], (fraction f2) as [c d]. simpl in *.
    change (ev l b * ev l c <> 0 /\ val l f1 / val l f2 * (ev l b * ev l c) = ev l a * ev l d).
    assert (val l f2 <> 0) by (intros Hz; rewrite Hz in H4; lra).
    split; [auto|]. rewrite <- H2, <- H4. field. assumption.
  - destruct (IHf H) as [H2 H3]. pose proof (divides_ok l ds _ w Hd H1) as Hn. split; [exact Hn|].
    pose proof (same_ok _ _ H0 l) as He.
    change (ev l (fst (fraction f)) * ev l d = ev l n * ev l (snd (fraction f))) in He.
    rewrite <- H3 in He. apply (Rmult_eq_reg_r (ev l (snd (fraction f)))); [|exact H2]. rewrite <- He. ring.
Qed.

(* A comparison, and the polynomial whose sign decides it: a times it, plus multiples of equations, is b times n d. *)
Inductive comparison := Above | AtLeast | Below | AtMost | Equal | Unequal.
Record compared := {
  left : quotient; sign_of : comparison; right : quotient;
  n : E; d : E; over : divisor; polynomial : E; a : Z; b : Z; roots_squared : multiples }.
Definition difference (c : compared) : quotient :=
  let f := match sign_of c with Below | AtMost => Subtract (right c) (left c) | _ => Subtract (left c) (right c) end in
  Reduced f (n c) (d c) (over c).
Definition relation_of (r : comparison) : relation :=
  match r with Above | Below => Gt | AtLeast | AtMost => Ge | Equal => Eq | Unequal => Ne end.
Definition atom_of (c : compared) : atom := (polynomial c, relation_of (sign_of c)).
Definition compares (l : list R) (c : compared) : Prop :=
  match sign_of c with
  | Above => val l (left c) > val l (right c) | AtLeast => val l (left c) >= val l (right c)
  | Below => val l (left c) < val l (right c) | AtMost => val l (left c) <= val l (right c)
  | Equal => val l (left c) = val l (right c) | Unequal => val l (left c) <> val l (right c)
  end.
Definition linked (G : list cond) (ds : list E) (c : compared) : bool :=
  defined ds (difference c) && Z.ltb 0 (a c) && Z.ltb 0 (b c)
  && forallb (fun z => equation G (snd z)) (roots_squared c)
  && same (PEadd (PEmul (PEc (a c)) (polynomial c)) (vanishing G (roots_squared c)))
       (PEmul (PEc (b c)) (PEmul (n c) (d c))).

Lemma linked_ok l G ds c : all l G -> nonzero l ds -> linked G ds c = true -> true_ l (atom_of c) <-> compares l c.
Proof.
  intros HG Hd H. unfold linked in H. split_checks. apply Z.ltb_lt, IZR_lt in H2, H3.
  destruct (fraction_ok l ds (difference c) Hd H) as [Hn Hf].
  change (ev l (d c) <> 0) in Hn. change (val l (difference c) * ev l (d c) = ev l (n c)) in Hf.
  pose proof (same_ok _ _ H0 l) as He.
  change (IZR (a c) * ev l (polynomial c) + ev l (vanishing G (roots_squared c)) =
    IZR (b c) * (ev l (n c) * ev l (d c))) in He.
  rewrite (vanishing_ok l G _ HG H1), Rplus_0_r, <- Hf in He.
  assert (exists k, 0 < k /\ ev l (polynomial c) = val l (difference c) * k) as [k [Hk Hp]].
  { exists (/ IZR (a c) * (IZR (b c) * ev l (d c) ^ 2)). split.
    - apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat; lra|]. apply Rmult_lt_0_compat; [lra | apply square_zero, Hn].
    - apply (Rmult_eq_reg_l (IZR (a c))); [rewrite He; field; lra | lra]. }
  pose proof (sgn_scale true (val l (difference c)) k Hk) as Ht.
  pose proof (sgn_scale false (val l (difference c)) k Hk) as Hw.
  assert (Hz : val l (difference c) * k = 0 <-> val l (difference c) = 0)
    by (split; intros; [destruct (Rmult_integral _ _ H4); lra | rewrite H4; ring]).
  unfold true_, compares, atom_of, difference, val in *. simpl in *. rewrite Hp.
  destruct (sign_of c); simpl in *; fold val in *; rewrite ?Ht, ?Hw, ?Hz; lra || (split; intros; lra).
Qed.

Inductive formula :=
  | Yes | No | Compare (c : compared) | Not (f : formula)
  | And (f g : formula) | Or (f g : formula) | Implies (f g : formula) | Iff (f g : formula).
Fixpoint means (l : list R) (f : formula) : Prop :=
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

(* Conjunctive normal form, of a formula or of its negation. *)
Definition opposite (a : atom) : atom :=
  match snd a with Gt => (PEopp (fst a), Ge) | Ge => (PEopp (fst a), Gt) | Eq => (fst a, Ne) | Ne => (fst a, Eq) end.
Definition either (x y : list (list atom)) : list (list atom) := flat_map (fun c => map (app c) y) x.
Fixpoint clauses_of (positive : bool) (f : formula) : list (list atom) :=
  match f, positive with
  | Yes, true | No, false => []
  | Yes, false | No, true => [[(zero, Gt)]]
  | Compare c, true => [[atom_of c]]
  | Compare c, false => [[opposite (atom_of c)]]
  | Not f, _ => clauses_of (negb positive) f
  | And f g, true => clauses_of true f ++ clauses_of true g
  | And f g, false => either (clauses_of false f) (clauses_of false g)
  | Or f g, true => either (clauses_of true f) (clauses_of true g)
  | Or f g, false => clauses_of false f ++ clauses_of false g
  | Implies f g, true => either (clauses_of false f) (clauses_of true g)
  | Implies f g, false => clauses_of true f ++ clauses_of false g
  | Iff f g, true =>
      either (clauses_of false f) (clauses_of true g) ++ either (clauses_of false g) (clauses_of true f)
  | Iff f g, false =>
      either (clauses_of true f ++ clauses_of false g) (clauses_of false f ++ clauses_of true g)
  end.

Lemma opposite_ok l a : true_ l (opposite a) -> ~ true_ l a.
Proof.
  destruct a as [e r]. unfold true_, opposite. destruct r; simpl; intros H;
    try change (ev l (PEopp e)) with (- ev l e) in H; try lra; auto.
Qed.

Notation conjunction l := (Forall (disjunction l)).
Lemma either_ok l x y : conjunction l (either x y) -> conjunction l x \/ conjunction l y.
Proof.
  unfold either. rewrite !Forall_forall. intros H. destruct (Forall_Exists_dec (disjunction l)) with (l := x) as [Hx|Hx].
  - intros c. unfold disjunction. apply Exists_dec. intros [e r]. unfold true_; simpl.
    destruct r; [apply Rlt_dec | apply Rle_dec | apply Req_EM_T | destruct (Req_EM_T (ev l e) 0); auto].
  - left. rewrite <- Forall_forall. exact Hx.
  - right. intros c Hc. apply Exists_exists in Hx as [b [Hb Hn]].
    specialize (H (b ++ c)). unfold disjunction in *. rewrite Exists_app in H. destruct H as [H|H]; auto.
    + apply in_flat_map. exists b. split; [exact Hb | apply in_map, Hc].
    + contradiction.
Qed.

Lemma clauses_ok l G ds f : all l G -> nonzero l ds -> all_linked G ds f = true -> forall p,
  conjunction l (clauses_of p f) -> if p then means l f else ~ means l f.
Proof.
  intros HG Hd. assert (Hone : forall x, conjunction l [[x]] -> true_ l x).
  { intros x H. apply Forall_inv, Exists_cons in H as [H|H]; [exact H | inversion H]. }
  assert (Hno : ~ conjunction l [[(zero, Gt)]]) by (intros H; apply Hone, (Rlt_irrefl 0) in H; exact H).
  induction f; simpl; intros H p Hc.
  1-2: destruct p; simpl; tauto.
  - pose proof (linked_ok l G ds c HG Hd H) as Hl.
    destruct p; apply Hone in Hc; [|apply opposite_ok in Hc]; tauto.
  - specialize (IHf H (negb p) Hc). destruct p; simpl in *; tauto.
  - split_checks. destruct p.
    + apply Forall_app in Hc as [H1 H2]. split; [apply (IHf1 H true H1) | apply (IHf2 H0 true H2)].
    + apply either_ok in Hc as [H1|H1]; [apply (IHf1 H false) in H1 | apply (IHf2 H0 false) in H1]; tauto.
  - split_checks. destruct p.
    + apply either_ok in Hc as [H1|H1]; [apply (IHf1 H true) in H1 | apply (IHf2 H0 true) in H1]; tauto.
    + apply Forall_app in Hc as [H1 H2]. apply (IHf1 H false) in H1. apply (IHf2 H0 false) in H2. tauto.
  - split_checks. destruct p.
    + apply either_ok in Hc as [H1|H1]; [apply (IHf1 H false) in H1 | apply (IHf2 H0 true) in H1]; tauto.
    + apply Forall_app in Hc as [H1 H2]. apply (IHf1 H true) in H1. apply (IHf2 H0 false) in H2. tauto.
  - split_checks. destruct p.
    + apply Forall_app in Hc as [H1 H2].
      apply either_ok in H1 as [H1|H1]; [apply (IHf1 H false) in H1 | apply (IHf2 H0 true) in H1];
      apply either_ok in H2 as [H2|H2]; [apply (IHf2 H0 false) in H2 | apply (IHf1 H true) in H2 | 
        apply (IHf2 H0 false) in H2 | apply (IHf1 H true) in H2]; tauto.
    + apply either_ok in Hc as [H1|H1]; apply Forall_app in H1 as [H1 H2].
      * apply (IHf1 H true) in H1. apply (IHf2 H0 false) in H2. tauto.
      * apply (IHf1 H false) in H1. apply (IHf2 H0 true) in H2. tauto.
Qed.

(* 9. Theorems. *)

(* The square root of a whole number that lies between two fractions. *)
Record root := { radicand : Z; low : Z * Z; high : Z * Z }.
Definition bounded (r : root) : bool :=
  let '((p, q), (s, t)) := (low r, high r) in
  forallb (Z.ltb 0) [radicand r; p; q; s; t] && Z.ltb (p * p) (radicand r * (q * q)) && Z.ltb (radicand r * (t * t)) (s * s).
Definition root_of (r : root) : R := sqrt (IZR (radicand r)).
Definition defining (i : positive) (r : root) : list cond :=
  let x := PEX Z i in
  zeros (PEsub (PEpow x 2) (PEc (radicand r)))
  ++ [(PEsub (PEmul (PEc (snd (low r))) x) (PEc (fst (low r))), true);
      (PEsub (PEc (fst (high r))) (PEmul (PEc (snd (high r))) x), true)].
Fixpoint all_defining (i : positive) (rs : list root) : list cond :=
  match rs with [] => [] | r :: rs => defining i r ++ all_defining (Pos.succ i) rs end.

Record problem := {
  ranges : list rng;
  roots : list root;
  given : list (E * E * bool); (* the first is below the second; or at most, where the truth value is false *)
  divisors : list E;
  claim : formula;
  proofs : list clause }.
Definition gap (x y : E) : E :=
  match x, y with PEc Z0, _ => y | _, PEc Z0 => PEopp x | _, _ => PEsub y x end.
Definition gaps (hs : list (E * E * bool)) : list cond := map (fun h => (gap (fst (fst h)) (snd (fst h)), snd h)) hs.
Definition assumed (p : problem) : list cond :=
  gaps (given p)
  ++ all_defining (Pos.of_succ_nat (length (ranges p))) (roots p).
Definition same_relation (r s : relation) : bool :=
  match r, s with Gt, Gt | Ge, Ge | Eq, Eq | Ne, Ne => true | _, _ => false end.
Definition same_atom (x y : atom) : bool := same_relation (snd x) (snd y) && same (fst x) (fst y).
Definition covered (ps : list clause) (c : list atom) : bool :=
  existsb (fun p => forallb (fun x => existsb (same_atom x) c) (aim p :: others p)) ps.
Definition valid (p : problem) : bool :=
  let G := assumed p in
  forallb bounded (roots p)
  && forallb (proved (ranges p ++ repeat Pos (length (roots p))) G) (proofs p)
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
Fixpoint under (l : list R) (hs : list (E * E * bool)) (P : Prop) : Prop :=
  match hs with
  | [] => P
  | (x, y, true) :: hs => ev l x < ev l y -> under l hs P
  | (x, y, false) :: hs => ev l x <= ev l y -> under l hs P
  end.
Fixpoint besides (l : list R) (ds : list E) (P : Prop) : Prop :=
  match ds with [] => P | d :: ds => ev l d <> 0 /\ besides l ds P end.
Definition point (p : problem) (xs : list R) : list R := xs ++ map root_of (roots p).
Definition theorem (p : problem) : Prop :=
  every (length (ranges p)) (fun xs => within (ranges p) xs
    (under (point p xs) (given p) (besides (point p xs) (divisors p) (means (point p xs) (claim p))))).

Lemma every_ok k : forall P : list R -> Prop, (forall xs, length xs = k -> P xs) -> every k P.
Proof. induction k; simpl; intros P H; [|intros x; apply IHk; intros xs Hx]; apply H; simpl; auto. Qed.
Lemma within_ok rs : forall xs (P : Prop), length xs = length rs -> (Forall2 inr rs xs -> P) -> within rs xs P.
Proof.
  induction rs as [|r rs IH]; intros [|x xs] P Hl H; try discriminate; [apply H; constructor|].
  destruct r; simpl; intros; apply IH; auto; intros; apply H; constructor; simpl; auto.
Qed.
Lemma gap_ok l x y : ev l (gap x y) = ev l y - ev l x.
Proof.
  unfold gap. destruct x as [| |[| |]| | | | | |], y as [| |[| |]| | | | | |]; unfold ev; simpl; ring.
Qed.
Lemma under_ok l hs : forall P : Prop, (all l (gaps hs) -> P) -> under l hs P.
Proof.
  induction hs as [|[[x y] [|]] hs IH]; intros P H; [apply H; constructor | |]; intros Hxy; apply IH; intros Hs;
    apply H; constructor; auto; unfold sat; simpl; rewrite gap_ok; lra.
Qed.
Lemma besides_ok l ds (P : Prop) : nonzero l ds -> P -> besides l ds P.
Proof. induction 1; simpl; auto. Qed.
Lemma ranged_ok rs l : Forall2 inr rs l -> ranged rs l.
Proof.
  intros H i. rewrite !nth_list. generalize (pred (Pos.to_nat i)). induction H; intros [|k]; simpl; auto.
Qed.

Lemma root_ok r : bounded r = true -> 0 < root_of r /\ root_of r ^ 2 = IZR (radicand r) /\
  0 < IZR (snd (low r)) * root_of r - IZR (fst (low r)) /\ 0 < IZR (fst (high r)) - IZR (snd (high r)) * root_of r.
Proof.
  unfold bounded, root_of. destruct r as [k [p q] [s t]]. simpl. rewrite !andb_true_iff, !Z.ltb_lt. 
  intros [[[Hk [Hp [Hq [Hs [Ht _]]]]] Hl] Hh]. apply IZR_lt in Hk, Hp, Hq, Hs, Ht, Hl, Hh. rewrite !mult_IZR in Hl, Hh.
  pose proof (sqrt_lt_R0 _ Hk) as H0. pose proof (sqrt_sqrt _ (Rlt_le _ _ Hk)) as H2.
  set (x := sqrt (IZR k)) in *. rewrite <- H2 in Hl, Hh. repeat split; [exact H0 | rewrite <- H2; ring | |].
  - assert (IZR p < IZR q * x); [|lra]. apply Rsqr_incrst_0; unfold Rsqr; [nra | lra | apply Rmult_le_pos; lra].
  - assert (IZR t * x < IZR s); [|lra]. apply Rsqr_incrst_0; unfold Rsqr; [nra | apply Rmult_le_pos; lra | lra].
Qed.

Lemma defining_ok rs : forallb bounded rs = true -> forall front l, l = front ++ map root_of rs ->
  all l (all_defining (Pos.of_succ_nat (length front)) rs).
Proof.
  induction rs as [|r rs IH]; intros H front l ->; [constructor|]. simpl in H. split_checks.
  apply all_more.
  - destruct (root_ok r H) as [_ [H1 [H2 H3]]].
    assert (Hx : nth 0 (Pos.of_succ_nat (length front)) (front ++ map root_of (r :: rs)) = root_of r).
    { rewrite nth_list, SuccNat2Pos.id_succ. simpl. rewrite app_nth2, Nat.sub_diag by lia. reflexivity. }
    set (i := Pos.of_succ_nat (length front)) in *. set (l := front ++ _) in *. apply all_more.
    + apply all_zeros. change (nth 0 i l ^ 2 - IZR (radicand r) = 0). rewrite Hx, H1. ring.
    + constructor; [|apply all_one].
      * change (0 < IZR (snd (low r)) * nth 0 i l - IZR (fst (low r))). rewrite Hx. exact H2.
      * change (0 < IZR (fst (high r)) - IZR (snd (high r)) * nth 0 i l). rewrite Hx. exact H3.
  - specialize (IH H0 (front ++ [root_of r]) _ eq_refl). rewrite app_length, Nat.add_1_r, <- app_assoc in IH.
    exact IH.
Qed.

Lemma same_atom_ok l x y : same_atom x y = true -> true_ l x -> true_ l y.
Proof.
  destruct x as [e r], y as [f s]. unfold same_atom, true_. simpl. intros H. split_checks.
  rewrite (same_ok _ _ H0 l). destruct r, s; try discriminate; auto.
Qed.

Lemma covered_ok l ps c : Forall (fun p => disjunction l (aim p :: others p)) ps -> covered ps c = true -> disjunction l c.
Proof.
  rewrite Forall_forall. intros Hp H. apply existsb_exists in H as [p [Hi H]]. rewrite forallb_forall in H.
  specialize (Hp p Hi). apply Exists_exists in Hp as [x [Hx Ht]]. specialize (H x Hx).
  apply existsb_exists in H as [y [Hy H]]. apply Exists_exists. exists y. split; [exact Hy|].
  exact (same_atom_ok l x y H Ht).
Qed.

Theorem holds p : valid p = true -> theorem p.
Proof.
  unfold valid. intros H. split_checks. apply every_ok. intros xs Hxs. apply within_ok; [exact Hxs|]. intros Hr.
  apply under_ok. intros Hg. set (l := point p xs) in *.
  assert (Hl : ranged (ranges p ++ repeat Pos (length (roots p))) l).
  { apply ranged_ok, Forall2_app; [exact Hr|]. clear - H. induction (roots p) as [|r rs IH]; simpl; constructor.
    - simpl in *. split_checks. apply root_ok, H.
    - simpl in *. split_checks. auto. }
  assert (HG : all l (assumed p)).
  { apply all_more; [exact Hg|]. rewrite <- Hxs. apply defining_ok; [exact H | reflexivity]. }
  assert (Hc : Forall (fun c => disjunction l (aim c :: others c)) (proofs p)).
  { rewrite Forall_forall. intros c Hi. rewrite forallb_forall in H3. exact (proved_ok _ _ c l (H3 c Hi) Hl HG). }
  assert (Hd : nonzero l (divisors p)).
  { rewrite Forall_forall. intros e Hi. rewrite forallb_forall in H2.
    pose proof (covered_ok l _ _ Hc (H2 e Hi)) as He. apply Exists_cons in He as [He|He]; [exact He | inversion He]. }
  apply besides_ok; [exact Hd|]. apply (clauses_ok l (assumed p) (divisors p) (claim p) HG Hd H1 true).
  rewrite Forall_forall. intros c Hi. rewrite forallb_forall in H0. exact (covered_ok l _ c Hc (H0 c Hi)).
Qed.
