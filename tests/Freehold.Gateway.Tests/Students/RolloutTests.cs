using Freehold.Contracts.Distillation;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests.Students;

/// <summary>A student is let step by step, replaced while requests run, and taken back.</summary>
public sealed class RolloutTests
{
    [Fact]
    public async Task A_shadow_is_compared_with_its_teacher_and_never_shown()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, RolloutStage.Shadow);
        (await house.AskAsync()).Expect(200); // Whatever is slow the first time, as loading the weights, is over after it.

        var answer = (await house.AskAsync()).Expect(200);

        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        var student = await house.StudentOfAsync(answer.Id);
        Assert.Equal(("shadow", "v1", true), (
            student.GetProperty("arm").GetString(), student.GetProperty("version").GetString(), student.GetProperty("would_serve").GetBoolean()));
        Assert.Equal(("refund", true), (student.GetProperty("answer").GetString(), student.GetProperty("agrees").GetBoolean()));
    }

    [Fact]
    public async Task A_shadow_that_says_something_else_does_not_agree()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, RolloutStage.Shadow);
        (await house.AskAsync()).Expect(200);

        var answer = (await house.AskAsync("I want a refund", stream: true)).Expect(200);

        Assert.False((await house.StudentOfAsync(answer.Sse.Id)).GetProperty("agrees").GetBoolean());
    }

    [Fact]
    public async Task A_canary_leads_its_share_and_the_others_are_its_control()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, RolloutStage.Canary, share: 0.5);
        var arms = new HashSet<(string, string)>();
        for (var i = 0; i < 40; i++)
        {
            var answer = (await house.AskAsync()).Expect(200);
            arms.Add((answer["x-freehold-model"]!, (await house.StudentOfAsync(answer.Id)).GetProperty("arm").GetString()!));
        }

        Assert.Equal([("mock/mock-model", "control"), ("student/triage", "student")], arms.Order());
    }

    [Fact]
    public async Task A_student_is_replaced_while_requests_run_and_none_of_them_fails()
    {
        const int Askers = 4, Each = 25;
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);
        (await house.AskAsync()).Expect(200);

        var asking = Enumerable.Range(0, Askers).Select(_ => AskAsync()).ToArray();
        await house.PublishAsync(ToySpecialist.Second, version: "v2");
        await Task.WhenAll(asking);

        Assert.NotEqual(ToySpecialist.First.Digest, ToySpecialist.Second.Digest);
        await AnsweredByAsync(house, "x-freehold-model-digest", ToySpecialist.Second.Digest);

        async Task AskAsync()
        {
            for (var i = 0; i < Each; i++)
            {
                Assert.Equal("refund", (await house.AskAsync()).Expect(200).Text);
            }
        }
    }

    [Fact]
    public async Task A_student_that_is_taken_back_answers_nothing_once_the_lease_is_over()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);
        Assert.Equal("student/triage", (await house.AskAsync()).Expect(200)["x-freehold-model"]);

        await house.WithdrawAsync();

        await AnsweredByAsync(house, "x-freehold-model", "mock/mock-model");
    }

    [Theory]
    [InlineData("other/triage")]
    [InlineData("default/summary")]
    public async Task Weights_run_for_no_tenant_and_no_workload_whose_catalog_does_not_name_them(string key)
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);
        TenantScope.EnterSystem();

        var answer = await house.House.Part<IGrainFactory>().GetGrain<ISpecialistGrain>(key).PredictAsync(
            new PredictRequest { Digest = ToySpecialist.First.Digest, Text = ToySpecialist.Sure }, TestContext.Current.CancellationToken);

        Assert.Equal((PredictRefusalKind.NotNamed, ""), (answer.Refusal!.Kind, answer.Label));
    }

    [Fact]
    public async Task An_artifact_that_is_no_specialist_is_refused_and_the_teacher_answers()
    {
        await using var house = await StudentHouse.StartAsync();
        using var content = new MemoryStream("no weights at all"u8.ToArray());
        var digest = await house.House.Part<Storage.Artifacts.IArtifactStore>().PutAsync(content, TestContext.Current.CancellationToken);
        await house.PublishAsync(digest, RolloutStage.Promoted, 1, 0.5, "v1");

        var answer = (await house.AskAsync()).Expect(200);

        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.Equal("invalid", (await house.StudentOfAsync(answer.Id)).GetProperty("error").GetString());
    }

    private static Task<ApiAnswer> AnsweredByAsync(StudentHouse house, string header, string value) => Eventually.GetAsync(
        $"{header}: {value}", async () => (await house.AskAsync()).Expect(200) is var answer && answer[header] == value ? answer : null);
}
