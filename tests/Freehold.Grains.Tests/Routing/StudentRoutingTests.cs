using Freehold.Contracts.Distillation;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Routing;

public class StudentRoutingTests
{
    private const string Policy = "training: {allow: true}\nworkloads: {triage: {distill: {student: specialist}}}";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    [Fact]
    public async Task A_student_that_leads_stands_before_its_teacher()
    {
        await using var house = await StartAsync(Some.Student("triage"));

        var decision = await RouteAsync(house);

        Assert.Equal(["student/triage", "up"], decision.Candidates.Select(ranked => ranked.Candidate.Id));
        var lead = decision.Candidates[0];
        Assert.Equal(
            (CandidateKind.Specialist, Zones.Device, "acme/triage", Some.Student("triage").Digest, 0.8),
            (lead.Candidate.Kind, lead.Candidate.Zone, lead.Candidate.Place, lead.Candidate.Digest, lead.KeepAtProbability));
        Assert.Equal((StudentArms.Student, "v1"), (decision.Student!.Arm, decision.Student.Candidate.Version));
        Assert.Equal([1, 0], decision.Candidates.Select(ranked => ranked.Propensity));
    }

    [Fact]
    public async Task Whoever_leads_the_propensities_of_both_arms_are_those_of_the_share()
    {
        await using var house = await StartAsync(Some.Student("triage", share: 0.25));
        var arms = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var decision = await RouteAsync(house, request => request with { RolloutKey = $"id{i}" });
            arms.Add(decision.Student!.Arm);
            Assert.Equal(
                decision.Student.Arm == StudentArms.Student ? [0.25, 0.75] : [0.75], decision.Candidates.Select(ranked => ranked.Propensity));
            Assert.Equal(decision.Student.Arm == StudentArms.Student, decision.Student.Beside is null);
        }

        Assert.Equal([StudentArms.Control, StudentArms.Student], arms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Beside_a_promoted_student_a_newer_one_leads_its_share_and_is_compared_at_another()
    {
        await using var house = await StartAsync(Some.Student("triage"));
        TenantScope.EnterSystem();
        var challenger = Some.Student("triage", RolloutStage.Canary, 0.25) with { Version = "v2", Digest = new string('b', 64), ControlShare = 0.25 };
        await house.Grains.GetGrain<IStudentCatalogGrain>("acme").PublishBothAsync(
            Some.Student("triage", RolloutStage.Promoted), challenger, 2, default);
        var seen = new HashSet<string>();
        for (var i = 0; i < 60; i++)
        {
            var decision = await RouteAsync(house, request => request with { RolloutKey = $"id{i}" });
            var plan = decision.Student!;
            var leads = plan.Arm == StudentArms.Student;
            seen.Add($"{plan.Candidate.Version} {plan.Arm} {plan.Propensity}");
            Assert.Equal(leads ? plan.Candidate.Digest : null, decision.Candidates[0].Candidate.Digest);
            Assert.Equal(leads ? null : challenger.Digest, plan.Beside?.Candidate.Digest);
        }

        Assert.Equal(["v1 student 0.5", "v2 control 0.25", "v2 student 0.25"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_shadow_is_asked_beside_its_teacher_and_changes_nothing()
    {
        await using var house = await StartAsync(Some.Student("triage", RolloutStage.Shadow));

        var decision = await RouteAsync(house);

        Assert.Equal("up", Assert.Single(decision.Candidates).Candidate.Id);
        Assert.Equal(1, decision.Candidates[0].Propensity);
        Assert.Equal((StudentArms.Shadow, "student/triage"), (decision.Student!.Arm, decision.Student.Beside!.Candidate.Id));
    }

    [Fact]
    public async Task A_student_that_was_withdrawn_is_gone_once_the_lease_is_over()
    {
        await using var house = await StartAsync(Some.Student("triage"));
        Assert.NotNull((await RouteAsync(house)).Student);

        TenantScope.EnterSystem();
        await house.Grains.GetGrain<IStudentCatalogGrain>("acme").WithdrawAsync("triage", 2, default);
        house.Cluster.Time.Advance(Lease);

        Assert.Null((await RouteAsync(house)).Student);
    }

    [Fact]
    public async Task A_tenants_student_is_nobody_elses()
    {
        await using var house = await StartAsync(Some.Student("triage"));
        await (await house.MakeTenantAsync("other")).SetPolicyAsync(Some.Policy(Policy), default);

        Assert.Null((await RouteAsync(house, tenant: "other")).Student);
    }

    [Fact]
    public async Task Who_sends_no_key_of_the_draw_cannot_ask_a_student()
    {
        await using var house = await StartAsync(Some.Student("triage"));

        Assert.Null((await RouteAsync(house, request => request with { RolloutKey = null })).Student);
    }

    [Fact]
    public async Task An_adapter_leads_at_the_places_of_its_base_model()
    {
        var student = Some.Student("triage") with { Kind = StudentKind.Adapter, BaseModel = "tiny" };
        await using var house = await StartAsync(student, Some.Local("tiny") with { Digest = "base" });

        var lead = (await RouteAsync(house)).Candidates[0];

        Assert.Equal(
            ("student/triage", CandidateKind.LocalModel, "local/cpu0", "tiny", "base", student.Digest),
            (lead.Candidate.Id, lead.Candidate.Kind, lead.Candidate.Place, lead.Candidate.Model, lead.Candidate.Digest,
                lead.Candidate.AdapterDigest));
        Assert.Equal(0.8, lead.Cascade!.KeepAtProbability);
    }

    [Fact]
    public async Task An_adapter_whose_base_model_is_gone_is_no_student()
    {
        await using var house = await StartAsync(Some.Student("triage") with { Kind = StudentKind.Adapter, BaseModel = "gone" });

        Assert.Null((await RouteAsync(house)).Student);
    }

    private static async Task<House> StartAsync(StudentCandidate student, params Candidate[] more)
    {
        TenantScope.EnterSystem();
        var house = await House.StartAsync();
        await (await house.MakeTenantAsync("acme")).SetPolicyAsync(Some.Policy(Policy), default);
        await house.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).AnnounceAsync("silo", [.. more, Some.Provider("up")], default);
        await house.Grains.GetGrain<IStudentCatalogGrain>("acme").PublishAsync(student, 1, default);
        return house;
    }

    private static async Task<RouteDecision> RouteAsync(House house, Func<RouteRequest, RouteRequest>? change = null, string tenant = "acme")
    {
        TenantScope.EnterSystem();
        var request = new RouteRequest { Model = "auto", Workload = "triage", StudentForm = StudentForm.Text, RolloutKey = "id" };
        return await house.Grains.GetGrain<IRouterGrain>(tenant).RouteAsync(change?.Invoke(request) ?? request, default);
    }
}
