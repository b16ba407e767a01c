using Freehold.Contracts.Registry;
using Freehold.Grains.Registry;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Grains.Tests.Registry;

public class RegistryBookTests
{
    private static readonly RegistryOptions Open = new();
    private static readonly RegistryOptions Strict = new() { RequireApproval = true };
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void An_import_in_quarantine_needs_two_people_other_than_the_one_that_brought_it()
    {
        var state = After(RegistryAdmission.Register(new RegistryState(), Some(1) with { Quarantined = true }, "default/ann", At));
        Assert.Equal(RegistryStatus.NotApproved, RegistryBook.MakeCurrent(state, D(1), Open).Result.Status);
        Assert.Equal(RegistryStatus.MayNotApprove, Approve(state, "default/ann").Result.Status);
        Assert.Equal(RegistryStatus.MayNotApprove, Approve(state, $"gate:{D(9)}").Result.Status);
        Assert.Equal(RegistryStatus.MayNotApprove, Approve(state, "system").Result.Status);

        state = After(Approve(state, "default/bob"));
        Assert.Null(Approve(state, "default/bob").After); // the same person counts once
        Assert.Equal(RegistryStatus.NotApproved, RegistryBook.MakeCurrent(state, D(1), Open).Result.Status);
        state = After(Approve(state, "default/cid"));

        Assert.Equal(D(1), RegistryBook.MakeCurrent(state, D(1), Open).Result.Current);
    }

    [Fact]
    public void Where_one_is_enough_it_may_be_the_one_that_brought_it()
    {
        var one = new RegistryOptions { ApprovalsNeeded = 1 };
        var state = After(RegistryAdmission.Register(new RegistryState(), Some(1) with { Quarantined = true }, "default/ann", At));

        state = After(RegistryAdmission.Approve(state, D(1), "default/ann", "default/ann", At, one));

        Assert.Equal(D(1), RegistryBook.MakeCurrent(state, D(1), one).Result.Current);
    }

    [Fact]
    public void Nobody_approves_in_the_name_of_another() => Assert.Equal(
        RegistryStatus.MayNotApprove,
        RegistryAdmission.Approve(Of(1), D(1), "default/bob", "default/eve", At, Open).Result.Status);

    [Fact]
    public void Where_policy_asks_for_approval_a_gates_is_enough_for_our_own()
    {
        var state = Of(1);
        Assert.Equal(RegistryStatus.NotApproved, RegistryBook.MakeCurrent(state, D(1), Strict).Result.Status);

        state = After(RegistryAdmission.Approve(state, D(1), $"gate:{D(9)}", "default/admin", At, Strict));

        Assert.Equal(D(1), RegistryBook.MakeCurrent(state, D(1), Strict).Result.Current);
    }

    [Fact]
    public void A_frozen_version_is_never_dropped_and_never_replaced()
    {
        var state = After(RegistryBook.Freeze(Of(1, 2), D(1)));

        Assert.Equal(RegistryStatus.Frozen, RegistryBook.Drop(state, D(1)).Result.Status);
        Assert.Null(RegistryBook.Freeze(state, D(1)).After);
        Assert.Equal(RegistryStatus.Differs, Register(state, Some(1) with { Parents = [D(7)] }).Result.Status);
        for (var i = 3; i < IRegistryGrain.MaxVersions + 50; i++)
        {
            state = After(Register(state, Some(i)));
        }

        Assert.NotNull(state.Find(D(1)));
        Assert.Null(state.Find(D(2)));
        Assert.Equal(IRegistryGrain.MaxVersions, state.Versions.Length);
    }

    [Fact]
    public void A_name_frozen_to_a_version_takes_no_other()
    {
        var state = After(RegistryBook.MakeCurrent(Of(1, 2), D(2), Open));
        state = After(RegistryBook.Pin(state, D(1), Open));

        Assert.Equal(D(1), state.Current);
        Assert.Equal(RegistryStatus.Frozen, RegistryBook.MakeCurrent(state, D(2), Open).Result.Status);
        Assert.Equal(RegistryStatus.Frozen, RegistryBook.RollBack(state, null, Open).Result.Status);
        Assert.Equal(RegistryStatus.Frozen, RegistryBook.Pin(state, D(2), Open).Result.Status);
        Assert.Null(RegistryBook.Pin(state, D(1), Open).After);
    }

    [Fact]
    public void What_was_not_known_is_added_and_nothing_else_changes()
    {
        var state = After(Register(Of(1), Some(1) with { EvalReport = D(8), Signature = D(9) }));

        Assert.Equal((D(8), D(9)), (state.Find(D(1))!.EvalReport, state.Find(D(1))!.Signature));
        Assert.Equal(RegistryStatus.Differs, Register(state, Some(1) with { EvalReport = D(7) }).Result.Status);
        Assert.Equal(RegistryStatus.Differs, Register(state, Some(1) with { Quarantined = true }).Result.Status);
        Assert.Null(Register(state, Some(1)).After);
    }

    [Fact]
    public void Approvals_freezes_and_times_in_the_message_are_not_taken_over()
    {
        var forged = Some(1) with
        {
            Frozen = true,
            Approvals = [new Approval { By = "default/bob", At = At }],
            RegisteredBy = "x",
            ApprovalsNeeded = -1,
            CreatedAt = At.AddYears(9),
        };

        var kept = After(Register(new RegistryState(), forged)).Find(D(1))!;

        Assert.Equal((false, 0, "system", At, 0),
            (kept.Frozen, kept.Approvals.Length, kept.RegisteredBy, kept.CreatedAt, kept.ApprovalsNeeded));
    }

    [Fact]
    public void Rolling_back_passes_over_what_policy_does_not_approve_of_any_more()
    {
        var state = Of(1, 2, 3);
        foreach (var version in new[] { 1, 2, 3 })
        {
            state = After(RegistryBook.MakeCurrent(state, D(version), Open));
        }

        state = After(RegistryAdmission.Approve(state, D(1), "default/ann", "default/ann", At, Strict));

        Assert.Equal(D(1), RegistryBook.RollBack(state, null, Strict).Result.Current);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_digest_is_no_version(string digest) =>
        Assert.Equal(RegistryStatus.Invalid, Register(new RegistryState(), Some(1) with { Digest = digest }).Result.Status);

    [Fact]
    public void Fields_that_break_a_bound_are_refused()
    {
        RegisteredVersion[] bad =
        [
            Some(1) with { Parents = [.. Enumerable.Range(2, 17).Select(D)] }, Some(1) with { Parents = ["x"] },
                Some(1) with { Parents = [D(1)] },
            Some(1) with { Kind = (ArtifactKind)99 }, Some(1) with { Run = "" }, Some(1) with { Run = new string('r', 201) },
                Some(1) with { Run = "a b" },
            Some(1) with { EvalReport = "e" }, Some(1) with { Signature = "s" }, Some(1) with { VettingReport = "v" },
                Some(1) with { Location = "a\nb" },
        ];

        Assert.All(bad, version => Assert.Equal(RegistryStatus.Invalid, Register(new RegistryState(), version).Result.Status));
    }

    [Fact]
    public void The_lineage_goes_from_data_to_rollout()
    {
        var state = After(Register(new RegistryState(), Some(1) with { Kind = ArtifactKind.Dataset }));
        state = After(Register(state, Some(2) with { Parents = [D(1), D(7)], Run = "run-1", EvalReport = D(8), Signature = D(9) }));
        state = After(RegistryAdmission.Approve(state, D(2), $"gate:{D(8)}", "system", At, Strict));
        state = After(RegistryBook.NoteRollout(state, D(2), new RolloutNote { OperationId = "1", Stage = "shadow", Detail = "", At = At }));
        state = After(RegistryBook.NoteRollout(state, D(2), new RolloutNote { OperationId = "2", Stage = "canary", Detail = "", At = At }));

        var steps = RegistryLineage.Of(state, D(2))!.Steps;

        Assert.Equal(
            ["dataset", "parent", "run", "specialist", "signature", "eval", "approval", "shadow", "canary"], steps.Select(step =>
                step.Step));
        Assert.Equal([D(1), D(7), "run-1", D(2), D(9), D(8)], steps.Take(6).Select(step => step.Subject));
        Assert.Null(RegistryLineage.Of(state, D(3)));
    }

    [Fact]
    public void A_circle_of_parents_ends()
    {
        var state = new RegistryState { Versions = [Some(1) with { Parents = [D(2)] }, Some(2) with { Parents = [D(1)] }] };

        Assert.Equal(2, RegistryLineage.Of(state, D(1))!.Steps.Length);
    }

    [Fact]
    public void Whatever_is_asked_the_current_version_and_the_ways_back_are_kept_and_frozen_ones_stay()
    {
        var steps = Gen.Choose(0, 6).SelectMany(command => Gen.Choose(1, 5).Select(version => (command, version))).ListOf(60);
        Prop.ForAll(steps.ToArbitrary(), commands =>
        {
            var state = new RegistryState();
            foreach (var (command, version) in commands)
            {
                var before = state;
                state = Do(state, command, D(version)).After ?? state;
                var holds = (state.Current is null || state.Find(state.Current) is not null)
                    && state.WaysBack.All(digest => state.Find(digest) is not null && digest != state.Current)
                    && state.WaysBack.Distinct().Count() == state.WaysBack.Length
                    && before.Versions.Where(known => known.Frozen).All(known => state.Find(known.Digest) is { Frozen: true })
                    && (!before.Pinned || (state.Pinned && state.Current == before.Current));
                if (!holds)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static RegistryChange Do(RegistryState state, int command, string digest) => command switch
    {
        0 or 1 => Register(state, new RegisteredVersion { Digest = digest, Kind = ArtifactKind.Model }),
        2 => RegistryBook.MakeCurrent(state, digest, Open),
        3 => RegistryBook.RollBack(state, null, Open),
        4 => RegistryBook.Drop(state, digest),
        5 => RegistryBook.Freeze(state, digest),
        _ => state.Versions.Length > 3 ? RegistryBook.Pin(state, digest, Open) : RegistryBook.MakeCurrent(state, digest, Open),
    };

    private static RegistryChange Register(RegistryState state, RegisteredVersion version) =>
        RegistryAdmission.Register(state, version, "system", At);

    private static RegistryChange Approve(RegistryState state, string by) => RegistryAdmission.Approve(state, D(1), by, by, At, Open);

    private static RegistryState After(RegistryChange change) => change.After
        ?? throw new InvalidOperationException(change.Result.Detail ?? "nothing changed");

    private static RegistryState Of(params int[] versions) =>
        versions.Aggregate(new RegistryState(), (state, version) => After(Register(state, Some(version))));

    private static RegisteredVersion Some(int number) => new() { Digest = D(number), Kind = ArtifactKind.Specialist };

    private static string D(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
