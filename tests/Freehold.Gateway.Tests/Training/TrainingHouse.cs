using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Storage.Transcripts;

namespace Freehold.Gateway.Tests.Training;

/// <summary>A house with a provider that answers with what it is asked, and a workload of which exchanges are kept to train with.</summary>
internal sealed class TrainingHouse(House house, MockUpstreamServer upstream) : IAsyncDisposable
{
    public const string Workload = "tickets";

    public const string Policy = """
        zones: {public: [any], internal: [any], confidential: [any], restricted: [any]}
        training: {allow: true, max_label: internal}
        workloads: {tickets: {}, quiet: {training: {allow: false}}}
        """;

    private static readonly OutcomeLogId Log = OutcomeLogId.For(TenantId.Parse("default"));

    public House House => house;

    public ApiClient Admin => house.Admin;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TrainingHouse> StartAsync(
        string policy = Policy, int echoPieceChars = 7, Func<MockRequest, MockFault?>? script = null)
    {
        var upstream = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { EchoPieceChars = echoPieceChars, Script = script }, Stop);
        var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream).Model("tiny", TinyModel.Path));
        await house.SetPolicyAsync(policy);
        return new TrainingHouse(house, upstream);
    }

    /// <summary>Asks in the workload, and gives the answer.</summary>
    public async Task<ApiAnswer> AskAsync(
        string text, bool stream = false, string model = "mock/m", string workload = Workload, params (string Name, string Value)[] headers)
    {
        var body = Chats.Body(model, text, stream);
        return (await Admin.PostAsync("/v1/chat/completions", body, [("x-freehold-workload", workload), .. headers])).Expect(200);
    }

    public Task<IReadOnlyList<StoredTranscript>> KeptAsync(string workload = Workload) =>
        house.Transcripts.ReadAsync(Log, workload, 0, 100, Stop);

    /// <summary>Everything in the log, as text.</summary>
    public async Task<string> LogTextAsync() => string.Join('\n', (await house.Log.ReadAsync(Log, 0, 1_000, Stop))
        .Select(logged => System.Text.Json.JsonSerializer.Serialize(logged)));

    public async ValueTask DisposeAsync()
    {
        await house.DisposeAsync();
        await upstream.DisposeAsync();
    }
}
