using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests.Distillation;

/// <summary>From a teacher's answers to a student that answers in its place, over HTTP alone and with no hand step.</summary>
public sealed partial class FlywheelTests
{
    private const string Path = TriageDesk.Path;

    private const string Policy = """
        default_label: internal
        training: {allow: true}
        workloads:
          triage:
            distill:
              classes: [refund, parcel, invoice]
              accept: [rule]
              min_examples: 400
              shadow_requests: 20
              canary: [0.5, 1]
              canary_requests: 20
              margin: 0.15
              max_latency_ms: 10000
        """;

    [Fact]
    public async Task A_teachers_answers_become_a_student_that_answers_in_its_place_until_it_is_rolled_back()
    {
        await using var teacher = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { EchoPieceChars = 64, Answer = TriageDesk.ClassOf }, TestContext.Current.CancellationToken);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", teacher));
        await house.SetPolicyAsync(Policy);
        var desk = new TriageDesk(house);
        await desk.AskAsync(460);

        await desk.PhaseAsync("training", 1);
        await desk.PhaseAsync("evaluating", 1);
        var shadow = await desk.PhaseAsync("shadow", 1);
        Assert.Equal(JsonValueKind.Undefined, shadow.TryGetProperty("current", out var none) ? none.ValueKind : default);
        await desk.ReportAsync(shadow, "gate_report", "lets the student through");
        Assert.All(shadow.GetProperty("cycle").GetProperty("measures").EnumerateArray(), measure =>
            Assert.InRange(measure.GetProperty("value").GetDouble(), measure.GetProperty("lower").GetDouble(), measure.GetProperty("upper").GetDouble()));
        await desk.ReportAsync(shadow, "data_report", "recorded exchanges");
        await desk.PhaseAsync("canary", 10);
        var promoted = await desk.PhaseAsync("promoted", 10);

        var version = promoted.GetProperty("current").GetProperty("version").GetString()!;
        var digest = promoted.GetProperty("current").GetProperty("digest").GetString()!;
        var answer = await Eventually.GetAsync("an answer of the student", async () => await desk.AskAsync(1) is { } asked
            && asked["x-freehold-model"] == "student/triage" ? asked : null);
        Assert.Equal(digest, answer["x-freehold-model-digest"]);
        Assert.Contains(answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), TriageDesk.Classes);

        (await house.Admin.PostAsync(Path + "/rollback", new { version })).Expect(200);
        await Eventually.GetAsync("an answer of the teacher again", async () => await desk.AskAsync(1) is { } asked
            && asked["x-freehold-model"] == "mock/mock-model" ? asked : null);
        var audit = (await house.Admin.GetAsync("/admin/tenants/default/audit")).Expect(200).Body;
        Assert.All(
            (string[])["student.training", "student.evaluating", "student.shadow", "student.canary", "student.promoted", "student.rolled_back"],
            action => Assert.Contains($"\"{action}\"", audit, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_and_says_why()
    {
        await using var house = await House.StartAsync();
        await house.SetPolicyAsync(Policy);

        var status = (await house.Admin.GetAsync(Path)).Expect(200).Json;
        Assert.Equal("collecting", status.GetProperty("phase").GetString());
        Assert.Single((await house.Admin.GetAsync("/admin/tenants/default/distillation")).Expect(200).Json.GetProperty("data").EnumerateArray());
        (await house.Admin.PostAsync(Path + "/run", new { })).Expect(409);
        (await house.Admin.PostAsync(Path + "/promote", new { version = "v1" })).Expect(409);
        (await house.Admin.PostAsync(Path + "/rollback", new { version = "v1" })).Expect(409);
        (await house.Admin.PostAsync(Path + "/rollback", new { })).Expect(400);
        (await house.Admin.GetAsync($"{Path}/reports/{new string('a', 64)}")).Expect(404);
        (await house.Admin.GetAsync("/admin/tenants/default/workloads/other/distillation")).Expect(404);
        (await house.Admin.GetAsync("/admin/tenants/nobody/distillation")).Expect(404);
        var (_, key) = await house.NewKeyAsync("default");
        (await house.Client(key).GetAsync(Path)).Expect(403);
    }
}
