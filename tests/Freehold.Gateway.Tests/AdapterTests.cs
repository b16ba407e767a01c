using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>A request names an adapter of its own tenant, and the answer says which one made it.</summary>
public sealed class AdapterTests : IDisposable
{
    private static readonly TinyLlamaShape Shape = new();

    private readonly TempFolder _adapters = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _adapters.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Adapters_of_one_name_are_each_tenants_own(bool stream)
    {
        Write("acme", "style", seed: 4);
        Write("globex", "style", seed: 5);
        await using var house = await HouseAsync();
        var (acme, globex) = (await house.TenantAsync("acme"), await house.TenantAsync("globex"));

        var (first, second) = (await AskAsync(acme, "style", stream), await AskAsync(globex, "style", stream));
        var plain = await AskAsync(acme, null, stream);

        Assert.Equal(64, first["x-freehold-adapter-digest"]!.Length);
        Assert.NotEqual(first["x-freehold-adapter-digest"], second["x-freehold-adapter-digest"]);
        Assert.Null(plain["x-freehold-adapter-digest"]);
        Assert.Equal(3, new[] { TextOf(first, stream), TextOf(second, stream), TextOf(plain, stream) }.Distinct().Count());
        Assert.Equal(TextOf(first, stream), TextOf(await AskAsync(acme, "style", stream), stream));
    }

    [Theory]
    [InlineData("private")]
    [InlineData("../globex/private")]
    [InlineData("..%2Fglobex%2Fprivate")]
    [InlineData(".")]
    [InlineData("nobody's")]
    public async Task The_adapter_of_another_tenant_cannot_be_named(string name)
    {
        Write("globex", "private", seed: 5);
        await using var house = await HouseAsync();
        var acme = await house.TenantAsync("acme");

        var answer = (await acme.ChatAsync("tiny", headers: ("x-freehold-adapter", name))).Expect(400);

        Assert.Contains("adapter", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(_adapters.FullPath, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_an_adapter_goes_to_no_provider()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await HouseAsync(setup => setup.Provider("mock", upstream));

        (await house.Admin.ChatAsync("auto", headers: ("x-freehold-adapter", "missing"))).Expect(400);
        (await house.Admin.ChatAsync("mock/mock-model", headers: ("x-freehold-adapter", "missing"))).Expect(400);

        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task An_adapter_whose_files_change_is_loaded_anew_and_a_damaged_one_is_refused()
    {
        Write("acme", "style", seed: 4);
        await using var house = await HouseAsync();
        var acme = await house.TenantAsync("acme");
        var before = await AskAsync(acme, "style", stream: false);

        new TinyAdapter(6, Shape) { Rank = 4 }.Write(_adapters["acme/style"]);
        var after = await AskAsync(acme, "style", stream: false);
        await File.WriteAllBytesAsync(_adapters["acme/style/adapter_model.safetensors"], [1, 2, 3], Stop);
        var damaged = (await acme.ChatAsync("tiny", headers: ("x-freehold-adapter", "style"))).Expect(400);

        Assert.NotEqual(before["x-freehold-adapter-digest"], after["x-freehold-adapter-digest"]);
        Assert.Contains("the adapter 'style' could not be loaded", damaged.Body, StringComparison.Ordinal);
    }

    private Task<House> HouseAsync(Action<HouseSetup>? more = null)
    {
        var setup = new HouseSetup().Model("tiny", TinyModel.Path).With("Freehold:Models:tiny:Adapters", _adapters.FullPath);
        more?.Invoke(setup);
        return House.StartAsync(setup);
    }

    private void Write(string tenant, string name, int seed) => new TinyAdapter(seed, Shape).Write(_adapters[$"{tenant}/{name}"]);

    private static async Task<ApiAnswer> AskAsync(ApiClient client, string? adapter, bool stream) => (await client.PostAsync(
        "/v1/chat/completions", Chats.Body("tiny", stream: stream) | ("temperature", 0) | ("max_tokens", 12),
        adapter is null ? [] : [("x-freehold-adapter", adapter)])).Expect(200);

    private static string TextOf(ApiAnswer answer, bool stream) => stream ? answer.Sse.Text : answer.Text;
}
