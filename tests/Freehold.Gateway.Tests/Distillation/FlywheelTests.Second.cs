using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests.Distillation;

public sealed partial class FlywheelTests
{
    [Fact]
    public async Task While_a_newer_student_is_on_its_way_the_promoted_one_answers_on_until_it_is_replaced_or_the_newer_one_taken_back()
    {
        var isShifted = false;
        await using var teacher = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { EchoPieceChars = 64, Answer = text => Volatile.Read(ref isShifted) ? Next(TriageDesk.ClassOf(text)) : TriageDesk.ClassOf(text) },
            TestContext.Current.CancellationToken);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", teacher));

        // Without audits a settled student is not watched: what the teacher says otherwise at the end is held against the newer one alone.
        await house.SetPolicyAsync(Policy.Replace(
            "min_examples: 400", "min_examples: 400\n      retrain_examples: 1000000\n      audit_share: 0", StringComparison.Ordinal));
        var desk = new TriageDesk(house);
        await desk.AskAsync(460);
        await desk.PhaseAsync("promoted", 10);
        var first = await UntilAsync(desk, "a settled student", status => IsSettled(status, 1));

        (await house.Admin.PostAsync(Path + "/run", new { })).Expect(200);
        await UntilAsync(desk, "a second one in shadow", status => IsIn(status, 2, "shadow"));
        Assert.InRange(await LocalAsync(desk, 60), 30, 60); // A fifth of the requests is the second one's control.
        var second = await UntilAsync(desk, "the second one settled", status => IsSettled(status, 2));
        Assert.NotEqual(Version(first), Version(second));
        await AnswersAsync(desk, Digest(second));

        (await house.Admin.PostAsync(Path + "/run", new { })).Expect(200);
        await UntilAsync(desk, "a third one in shadow", status => IsIn(status, 3, "shadow"));
        Volatile.Write(ref isShifted, true);
        var back = await UntilAsync(desk, "the third one taken back", status => IsIn(status, 3, "rolled_back"));
        Assert.Equal(Version(second), Version(back));
        Assert.InRange(await LocalAsync(desk, 20), 10, 20);

        (await house.Admin.PostAsync(Path + "/rollback", new { version = Version(second) })).Expect(200);
        await AnswersAsync(desk, Digest(first)); // It was kept to go back to.
    }

    private static async Task<JsonElement> UntilAsync(TriageDesk desk, string what, Predicate<JsonElement> holds)
    {
        var last = "";
        try
        {
            var answer = await Eventually.GetAsync(what, async () =>
            {
                await desk.AskAsync(10);
                var status = await desk.StatusAsync();
                last = status.Body;
                return holds(status.Json) ? status : null;
            });
            return answer.Json;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It is so after {desk.Asked} requests: {last}", e);
        }
    }

    private static Task<ApiAnswer> AnswersAsync(TriageDesk desk, string digest) => Eventually.GetAsync(
        $"an answer of {digest}", async () => await desk.AskAsync(1) is { } asked && asked["x-freehold-model-digest"] == digest ? asked : null);

    /// <summary>How many of so many requests a student answered.</summary>
    private static async Task<int> LocalAsync(TriageDesk desk, int count)
    {
        var local = 0;
        for (var i = 0; i < count; i++)
        {
            local += (await desk.AskAsync(1))!["x-freehold-model"] == "student/triage" ? 1 : 0;
        }

        return local;
    }

    private static bool IsIn(JsonElement status, int cycle, string phase) =>
        status.GetProperty("cycle") is var newest && newest.GetProperty("number").GetInt32() == cycle && newest.GetProperty("phase").GetString() == phase;

    private static bool IsSettled(JsonElement status, int cycle) =>
        IsIn(status, cycle, "promoted") && status.GetProperty("current").GetProperty("share").GetDouble() > 0.9;

    private static string Version(JsonElement status) => status.GetProperty("current").GetProperty("version").GetString()!;

    private static string Digest(JsonElement status) => status.GetProperty("current").GetProperty("digest").GetString()!;

    private static string Next(string answer) => TriageDesk.Classes[(Array.IndexOf(TriageDesk.Classes, answer) + 1) % TriageDesk.Classes.Length];
}
