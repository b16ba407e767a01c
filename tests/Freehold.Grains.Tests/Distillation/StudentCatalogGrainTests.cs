using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tenancy;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Distillation;

public class StudentCatalogGrainTests
{
    [Fact]
    public async Task A_student_is_published_once_however_often_it_is_said()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");

        await catalog.PublishAsync(Some.Student("triage"), 1, default);
        var first = (await catalog.GetNewerAsync(0, default))!;
        await catalog.PublishAsync(Some.Student("triage"), 1, default);

        Assert.Equal([Some.Student("triage")], first.Students);
        Assert.Null(await catalog.GetNewerAsync(first.Version, default));
    }

    [Fact]
    public async Task What_comes_late_changes_nothing()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");

        await catalog.PublishAsync(Some.Student("triage") with { Version = "v2" }, 2, default);
        await catalog.PublishAsync(Some.Student("triage") with { Version = "v1" }, 1, default);
        await catalog.WithdrawAsync("triage", 2, default);

        Assert.Equal("v2", Assert.Single((await catalog.GetNewerAsync(0, default))!.Students).Version);
    }

    [Fact]
    public async Task A_publication_from_before_the_withdrawal_does_not_bring_the_student_back()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");
        await catalog.PublishAsync(Some.Student("triage"), 4, default);

        await catalog.WithdrawAsync("triage", 5, default);
        await catalog.PublishAsync(Some.Student("triage"), 4, default);

        Assert.Empty((await catalog.GetNewerAsync(0, default))!.Students);
    }

    [Fact]
    public async Task Two_students_are_published_together_and_the_newer_one_is_no_student_of_routers_that_know_of_one_only()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");
        var challenger = Some.Student("triage", RolloutStage.Canary, 0.5) with { Version = "v2", ControlShare = 0.2 };

        var promoted = Some.Student("triage", RolloutStage.Promoted);
        await catalog.PublishBothAsync(promoted, challenger, 1, default);
        await house.Cluster.RestartAsync();
        TenantScope.EnterSystem();
        var both = (await house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(0, default))!;
        Assert.Equal(promoted, Assert.Single(both.Students));
        Assert.Equal(challenger, Assert.Single(both.Challengers));

        await house.Grains.GetGrain<IStudentCatalogGrain>("acme").PublishAsync(promoted, 2, default);
        Assert.Empty((await house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(both.Version, default))!.Challengers);
    }

    [Fact]
    public async Task Two_students_that_are_no_promoted_one_and_one_on_its_way_are_refused()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");
        var (promoted, shadow) = (Some.Student("triage", RolloutStage.Promoted), Some.Student("triage", RolloutStage.Shadow) with { Version = "v2" });

        foreach (var (one, other) in new[]
        {
            (promoted, promoted with { Version = "v2" }), (shadow, shadow with { Version = "v3" }), (promoted, shadow with { Workload = "other" }),
            (promoted, shadow with { Version = promoted.Version }), (promoted, shadow with { Share = 0.9, ControlShare = 0.2 }),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => catalog.PublishBothAsync(one, other, 1, default));
        }
    }

    [Fact]
    public async Task Students_are_known_after_a_restart()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        await house.Grains.GetGrain<IStudentCatalogGrain>("acme").PublishAsync(Some.Student("triage"), 1, default);

        await house.Cluster.RestartAsync();

        Assert.Equal(
            [Some.Student("triage")], (await house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(0, default))!.Students);
    }

    [Fact]
    public async Task Nobody_reads_or_changes_another_tenants_students()
    {
        await using var house = await House.StartAsync();
        TenantScope.Enter(TenantId.Parse("other"));
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");

        await Assert.ThrowsAsync<TenantAccessException>(() => catalog.GetNewerAsync(0, default));
        await Assert.ThrowsAsync<TenantAccessException>(() => catalog.PublishAsync(Some.Student("triage"), 1, default));
    }

    public static TheoryData<StudentCandidate> Unfit() =>
    [
        Some.Student("triage") with { Digest = "abc" },
        Some.Student("triage") with { Digest = new string('A', 64) },
        Some.Student("triage") with { Share = double.NaN },
        Some.Student("triage") with { Share = 1.5 },
        Some.Student("triage") with { ServeAt = -0.1 },
        Some.Student("triage") with { Kind = StudentKind.Adapter },
        Some.Student(""),
    ];

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_student_that_cannot_be_one_is_not_published(StudentCandidate student)
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var catalog = house.Grains.GetGrain<IStudentCatalogGrain>("acme");

        await Assert.ThrowsAsync<ArgumentException>(() => catalog.PublishAsync(student, 1, default));
    }
}
