using System.Security.Cryptography;
using System.Text.Json;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Tests.Support;
using Freehold.Inference.Formats;
using Freehold.MockUpstream;
using Freehold.Storage.Artifacts;
using Freehold.Testing;
using Freehold.Workers.Students;

namespace Freehold.Gateway.Tests.Students;

/// <summary>A student that is an adapter comes out of the artifact store, and only where the tenant's catalog names it.</summary>
public sealed class AdapterStudentTests : IDisposable
{
    private const string Policy = """
        training: {allow: true}
        workloads: {style: {distill: {student: adapter, base_model: tiny, task: text}}}
        """;

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_adapter_leads_on_its_base_model_and_the_answer_names_its_artifact()
    {
        var archive = await PackAsync(seed: 4);
        await using var teacher = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", teacher));
        await house.SetPolicyAsync(Policy);
        var digest = await house.Part<IArtifactStore>().PutAsync(new MemoryStream(archive), Stop);
        await PublishAsync(house, digest);

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto"), ("x-freehold-workload", "style"))).Expect(200);

        Assert.Equal(("student/style", digest), (answer["x-freehold-model"], answer["x-freehold-adapter-digest"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(archive)), digest);
        var plain = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("tiny"))).Expect(200);
        Assert.NotEqual(plain.Text, answer.Text);
    }

    [Fact]
    public async Task What_an_adapter_says_is_out_of_its_scope_goes_to_its_teacher_whatever_temperature_is_asked_for()
    {
        await using var teacher = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup()
            .Model("tiny", TinyModel.Path).With("Freehold:Models:tiny:Automatic", "false").Provider("mock", teacher));
        await house.SetPolicyAsync(Policy);
        await PublishAsync(house, await house.Part<IArtifactStore>().PutAsync(new MemoryStream(await PackAsync(seed: 4)), Stop));
        var said = await AskAsync(house, temperature: 2);
        Assert.Equal(said.Text, (await AskAsync(house, temperature: 0)).Text); // A student gives its likeliest answer.

        var outOfScope = JsonSerializer.Serialize(said.Text.Trim());
        await house.SetPolicyAsync(Policy.Replace("task: text", $"task: classification, out_of_scope: {outOfScope}", StringComparison.Ordinal));
        var answer = await Eventually.GetAsync("an answer of the teacher", async () => await AskAsync(house, temperature: 0) is var asked
            && asked["x-freehold-model"] == "mock/mock-model" ? asked : null);

        Assert.Contains("out of the scope of student/style", answer["x-freehold-decision"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_the_same_bytes_for_the_same_files() => Assert.Equal(await PackAsync(seed: 4), await PackAsync(seed: 4));

    [Theory]
    [InlineData("nothing")]
    [InlineData("noise")]
    [InlineData("one file less")]
    [InlineData("one file more")]
    [InlineData("another name")]
    public async Task An_archive_of_anything_else_is_refused_and_writes_nothing_elsewhere(string fault)
    {
        var whole = await PackAsync(seed: 4);
        byte[] bytes = fault switch
        {
            "nothing" => [],
            "noise" => [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 31))],
            "one file less" => whole[..1024],
            "one file more" => [.. whole[..^1024], .. whole],
            _ => Renamed(whole),
        };
        Directory.CreateDirectory(_folder["out/inner"]);

        await Assert.ThrowsAsync<ModelFormatException>(() => AdapterArchive.UnpackAsync(new MemoryStream(bytes), _folder["out/inner"], Stop));

        Assert.Equal(["inner"], Directory.EnumerateFileSystemEntries(_folder["out"]).Select(Path.GetFileName));
    }

    private static async Task<ApiAnswer> AskAsync(House house, double temperature) => (await house.Admin.PostAsync(
        "/v1/chat/completions", Chats.Body("auto") | ("temperature", temperature), ("x-freehold-workload", "style"))).Expect(200);

    private static byte[] Renamed(byte[] whole)
    {
        byte[] changed = [.. whole];
        "../evil"u8.CopyTo(changed);
        changed["../evil".Length] = 0;
        return changed;
    }

    private async Task<byte[]> PackAsync(int seed)
    {
        new TinyAdapter(seed, new TinyLlamaShape()).Write(_folder["adapter"]);
        using var archive = new MemoryStream();
        await AdapterArchive.PackAsync(_folder["adapter"], archive, Stop);
        return archive.ToArray();
    }

    private static Task PublishAsync(House house, string digest)
    {
        TenantScope.EnterSystem();
        var student = new StudentCandidate
        {
            Workload = "style",
            Kind = StudentKind.Adapter,
            Version = "v1",
            Digest = digest,
            BaseModel = "tiny",
            Stage = RolloutStage.Promoted,
            Share = 1,
            ServeAt = 0,
            PolicyVersion = 1,
        };
        return house.Part<IGrainFactory>().GetGrain<IStudentCatalogGrain>("default").PublishAsync(student, 1, Stop);
    }
}
