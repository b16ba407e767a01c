using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests.Distillation;

/// <summary>From a teacher's answers to a student that answers in its place, over HTTP alone and with no hand step.</summary>
public sealed partial class FlywheelTests
{
    private const string Path = "/admin/tenants/default/workloads/triage/distillation";

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

    private static readonly string[] Phases = ["collecting", "training", "evaluating", "shadow", "canary", "promoted"];

    private static readonly string[] Classes = ["refund", "parcel", "invoice"];

    private static readonly string[][] Phrases =
    [
        ["i want my money back", "please refund me", "return the amount", "cancel and reimburse", "i claim a chargeback"],
        ["where is my package", "track the delivery", "the courier never came", "my shipment is late", "find the box you sent"],
        ["send me the bill", "i need a receipt", "print the tax document", "correct my statement", "download the billing copy"],
    ];

    private static readonly string[] Things =
        ["red shoes", "a broken lamp", "two winter jackets", "the garden chair", "a phone case", "coffee beans", "some old books", "a camping tent",
         "the blue bicycle", "a wool carpet", "kitchen knives"];

    private static readonly string[] Manners =
        ["at once", "quite soon", "without delay", "as promised", "like last time", "for the office", "in the evening", "if possible", "before winter"];

    private int _asked;

    [Fact]
    public async Task A_teachers_answers_become_a_student_that_answers_in_its_place_until_it_is_rolled_back()
    {
        await using var teacher = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { EchoPieceChars = 64, Answer = ClassOf }, TestContext.Current.CancellationToken);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", teacher));
        await house.SetPolicyAsync(Policy);
        await AskAsync(house, 460);

        await PhaseAsync(house, "training", 1);
        await PhaseAsync(house, "evaluating", 1);
        var shadow = await PhaseAsync(house, "shadow", 1);
        Assert.Equal(JsonValueKind.Undefined, shadow.TryGetProperty("current", out var none) ? none.ValueKind : default);
        await ReportAsync(house, shadow, "gate_report", "lets the student through");
        Assert.All(shadow.GetProperty("cycle").GetProperty("measures").EnumerateArray(), measure =>
            Assert.InRange(measure.GetProperty("value").GetDouble(), measure.GetProperty("lower").GetDouble(), measure.GetProperty("upper").GetDouble()));
        await ReportAsync(house, shadow, "data_report", "recorded exchanges");
        await PhaseAsync(house, "canary", 10);
        var promoted = await PhaseAsync(house, "promoted", 10);

        var version = promoted.GetProperty("current").GetProperty("version").GetString()!;
        var digest = promoted.GetProperty("current").GetProperty("digest").GetString()!;
        var answer = await Eventually.GetAsync("an answer of the student", async () => await AskAsync(house, 1) is { } asked
            && asked["x-freehold-model"] == "student/triage" ? asked : null);
        Assert.Equal(digest, answer["x-freehold-model-digest"]);
        Assert.Contains(answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), Classes);

        (await house.Admin.PostAsync(Path + "/rollback", new { version })).Expect(200);
        await Eventually.GetAsync("an answer of the teacher again", async () => await AskAsync(house, 1) is { } asked
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

    /// <summary>How it stands once it has come to a phase; until then requests come in.</summary>
    private async Task<JsonElement> PhaseAsync(House house, string phase, int requests)
    {
        var last = "";
        try
        {
            var answer = await Eventually.GetAsync($"the phase {phase}", async () =>
            {
                await AskAsync(house, requests);
                var status = (await house.Admin.GetAsync(Path)).Expect(200);
                last = status.Body;
                Assert.DoesNotContain("\"phase\":\"stopped\"", status.Body, StringComparison.Ordinal);
                return Array.IndexOf(Phases, status.Json.GetProperty("phase").GetString()) >= Array.IndexOf(Phases, phase) ? status : null;
            });
            return answer.Json;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It is so: {last}", e);
        }
    }

    private static async Task ReportAsync(House house, JsonElement status, string name, string text)
    {
        var digest = status.GetProperty("cycle").GetProperty(name).GetString();
        var report = (await house.Admin.GetAsync($"{Path}/reports/{digest}")).Expect(200).Json;
        Assert.Contains(text, report.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private async Task<ApiAnswer?> AskAsync(House house, int count)
    {
        ApiAnswer? last = null;
        for (var i = 0; i < count; i++)
        {
            last = (await house.Admin.ChatAsync("auto", TextOf(_asked++), ("x-freehold-workload", "triage"))).Expect(200);
        }

        return last;
    }

    private static string TextOf(int number)
    {
        var random = new Random(number);
        var phrases = Phrases[number % Classes.Length];
        return $"{Pick(phrases)} for {Pick(Things)} and {Pick(Things)} {Pick(Manners)} {Pick(Manners)}";

        string Pick(string[] words) => words[random.Next(words.Length)];
    }

    private static string ClassOf(string text) =>
        Classes[Array.FindIndex(Phrases, phrases => phrases.Any(phrase => text.StartsWith(phrase, StringComparison.Ordinal)))];
}
