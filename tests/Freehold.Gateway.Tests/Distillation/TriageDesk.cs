using System.Text.Json;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests.Distillation;

/// <summary>Clients of the workload <c>triage</c>, whose questions are a function of their number, and its operator.</summary>
internal sealed class TriageDesk(House house)
{
    public const string Path = "/admin/tenants/default/workloads/triage/distillation";

    public static readonly string[] Classes = ["refund", "parcel", "invoice"];

    private static readonly string[] Phases = ["collecting", "training", "evaluating", "shadow", "canary", "promoted"];

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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Questions so far.</summary>
    public int Asked { get; private set; }

    /// <summary>What a teacher who is right answers to a question.</summary>
    public static string ClassOf(string text) =>
        Classes[Array.FindIndex(Phrases, phrases => phrases.Any(phrase => text.StartsWith(phrase, StringComparison.Ordinal)))];

    /// <summary>A question of the desk.</summary>
    public static string TextOf(int number)
    {
        var random = new Random(number);
        var phrases = Phrases[number % Classes.Length];
        return $"{Pick(phrases)} for {Pick(Things)} and {Pick(Things)} {Pick(Manners)} {Pick(Manners)}";

        string Pick(string[] words) => words[random.Next(words.Length)];
    }

    /// <summary>Asks the next questions; the last answer.</summary>
    public async Task<ApiAnswer?> AskAsync(int count)
    {
        ApiAnswer? last = null;
        for (var i = 0; i < count; i++)
        {
            last = (await house.Admin.ChatAsync("auto", TextOf(Asked++), ("x-freehold-workload", "triage"))).Expect(200);
        }

        return last;
    }

    /// <summary>How it stands.</summary>
    public async Task<ApiAnswer> StatusAsync() => (await house.Admin.GetAsync(Path)).Expect(200);

    /// <summary>How it stands once it has come to a phase, or further on the way to a promotion; until then requests come in.</summary>
    public async Task<JsonElement> PhaseAsync(string phase, int requests)
    {
        var last = "";
        try
        {
            var answer = await Eventually.GetAsync($"the phase {phase}", async () =>
            {
                await AskAsync(requests);
                var status = await StatusAsync();
                last = status.Body;
                var now = status.Json.GetProperty("phase").GetString();
                Assert.True(now != "stopped", last);
                return Array.IndexOf(Phases, now) >= Array.IndexOf(Phases, phase) ? status : null;
            });
            return answer.Json;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It is so: {last}", e);
        }
    }

    /// <summary>How it stands once it has come to a phase by itself; looked at whenever the audit chain hears of a new one.</summary>
    public async Task<JsonElement> RestAsync(string phase, AuditBell bell)
    {
        while (true)
        {
            var next = bell.NextAsync();
            await CatchUpAsync(); // After the step that rang, which may be on its way still.
            var status = await StatusAsync();
            var now = status.Json.GetProperty("phase").GetString();
            if (now == phase)
            {
                return status.Json;
            }

            Assert.True(now != "stopped", status.Body);
            await next.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    private Task<DistillationStatus> CatchUpAsync()
    {
        TenantScope.EnterSystem();
        return house.Part<IGrainFactory>().GetGrain<IDistillationGrain>("default/triage").CatchUpAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A report that the status names says this.</summary>
    public async Task ReportAsync(JsonElement status, string name, string text)
    {
        var digest = status.GetProperty("cycle").GetProperty(name).GetString();
        var report = (await house.Admin.GetAsync($"{Path}/reports/{digest}")).Expect(200).Json;
        Assert.Contains(text, report.GetProperty("text").GetString(), StringComparison.Ordinal);
    }
}
