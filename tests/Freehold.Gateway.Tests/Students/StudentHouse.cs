using System.Text.Json;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Tests.Support;
using Freehold.Inference.Specialists;
using Freehold.MockUpstream;
using Freehold.Storage.Artifacts;

namespace Freehold.Gateway.Tests.Students;

/// <summary>A house with a teacher that says what it was asked, and a workload that has a student.</summary>
internal sealed class StudentHouse : IAsyncDisposable
{
    public const string Workload = "triage";

    private const string Policy = """
        training: {allow: true}
        workloads: {triage: {distill: {student: specialist, max_latency_ms: 10000}}}
        """;

    private long _revision;

    private StudentHouse(House house, MockUpstreamServer teacher) => (House, Teacher) = (house, teacher);

    public House House { get; }

    public MockUpstreamServer Teacher { get; }

    private IStudentCatalogGrain Catalog => House.Part<IGrainFactory>().GetGrain<IStudentCatalogGrain>("default");

    public static async Task<StudentHouse> StartAsync(string policy = Policy)
    {
        var teacher = await MockUpstreamServer.StartAsync(new MockUpstreamOptions { EchoPieceChars = 4 }, TestContext.Current.CancellationToken);
        var house = await House.StartAsync(new HouseSetup().Provider("mock", teacher));
        await house.SetPolicyAsync(policy);
        return new StudentHouse(house, teacher);
    }

    /// <summary>Puts a specialist into the artifact store and makes it the student: routers know of it before their first request, or within a lease.</summary>
    public async Task PublishAsync(
        SpecialistModel model, RolloutStage stage = RolloutStage.Promoted, double share = 1, double serveAt = 0.5, string version = "v1")
    {
        using var content = new MemoryStream(model.File.ToArray());
        var digest = await House.Part<IArtifactStore>().PutAsync(content, TestContext.Current.CancellationToken);
        await PublishAsync(digest, stage, share, serveAt, version);
    }

    public async Task PublishAsync(string digest, RolloutStage stage, double share, double serveAt, string version)
    {
        TenantScope.EnterSystem();
        await Catalog.PublishAsync(
            new StudentCandidate
            {
                Workload = Workload,
                Kind = StudentKind.Specialist,
                Version = version,
                Digest = digest,
                Stage = stage,
                Share = share,
                ServeAt = serveAt,
                PolicyVersion = 1,
            },
            ++_revision,
            TestContext.Current.CancellationToken);
        await Eventually.GetAsync($"the student {digest} is not loading", async () => await IsLoadingAsync(digest) ? null : digest);
    }

    public async Task WithdrawAsync()
    {
        TenantScope.EnterSystem();
        await Catalog.WithdrawAsync(Workload, ++_revision, TestContext.Current.CancellationToken);
    }

    public Task<ApiAnswer> AskAsync(string text = ToySpecialist.Sure, string model = "auto", bool stream = false) =>
        AskAsync(Chats.Body(model, text, stream));

    public Task<ApiAnswer> AskAsync(Body body) => House.Admin.PostAsync("/v1/chat/completions", body, ("x-freehold-workload", Workload));

    public async Task<JsonElement> StudentOfAsync(string responseId) => (await House.Admin.OutcomeAsync(responseId)).GetProperty("student");

    private async Task<bool> IsLoadingAsync(string digest)
    {
        TenantScope.EnterSystem();
        var answer = await House.Part<IGrainFactory>().GetGrain<ISpecialistGrain>($"default/{Workload}").PredictAsync(
            new PredictRequest { Digest = digest, Text = ToySpecialist.Sure }, TestContext.Current.CancellationToken);
        return answer.Refusal is { Kind: PredictRefusalKind.Loading };
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Teacher.DisposeAsync();
    }
}
