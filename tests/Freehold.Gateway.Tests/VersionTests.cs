using System.Security.Cryptography;
using System.Text.Json;
using Freehold.Core.Signing;
using Freehold.Gateway.Tests.Support;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>Versions of local models: quarantine, approval, signatures, and another version in the place of the one that runs.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task A_version_takes_a_models_place_after_two_people_have_approved_it_and_gives_it_back()
    {
        using var folder = new TempFolder();
        var (first, second) = (Write(folder, "one", 1), Write(folder, "two", 2));
        await using var house = await House.StartAsync(
            new HouseSetup().Model("tiny", folder["one.gguf"]).With("Freehold:Registry:ModelsFolder", folder.FullPath));
        var (bob, cid) = (await AdminAsync(house), await AdminAsync(house));
        await RegisterAsync(house, first, "one.gguf");
        await RegisterAsync(house, second, "two.gguf");

        (await PostAsync(house.Admin, second, "approve")).ExpectError(403, "may_not_approve");
        (await PostAsync(bob, second, "approve")).Expect(200);
        (await PostAsync(bob, second, "current")).ExpectError(409, "not_approved");
        (await PostAsync(cid, second, "approve")).Expect(200);
        foreach (var person in new[] { bob, cid })
        {
            (await PostAsync(person, first, "approve")).Expect(200);
        }

        (await PostAsync(bob, first, "current")).Expect(200);
        await HoldsAsync("the first version answers", async () => await DigestAsync(house) == first);
        (await PostAsync(bob, second, "current")).Expect(200);
        await HoldsAsync("the second version answers", async () => await DigestAsync(house) == second);

        var back = (await house.Admin.PostAsync("/admin/models/tiny/rollback", new { version = second })).Expect(200).Json;
        Assert.Equal(first, back.GetProperty("current").GetString());
        await HoldsAsync("the first version answers again", async () => await DigestAsync(house) == first);
    }

    [Fact]
    public async Task No_request_fails_while_versions_change_under_it()
    {
        using var folder = new TempFolder();
        string[] digests = [Write(folder, "one", 1), Write(folder, "two", 2)];
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", folder["one.gguf"])
            .With("Freehold:Registry:ModelsFolder", folder.FullPath).With("Freehold:Registry:ApprovalsNeeded", "1"));
        foreach (var (digest, place) in digests.Zip(["one.gguf", "two.gguf"]))
        {
            await RegisterAsync(house, digest, place);
            (await PostAsync(house.Admin, digest, "approve")).Expect(200);
        }

        await HoldsAsync("the model is back from quarantine", async () => await DigestAsync(house) is not null);
        var seen = new HashSet<string>();
        for (var i = 0; i < 4; i++)
        {
            (await PostAsync(house.Admin, digests[(i + 1) % 2], "current")).Expect(200);
            var expected = digests[(i + 1) % 2];
            await HoldsAsync("the other version answers", async () =>
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.Admin.StreamAsync("tiny")));
                Assert.All(answers, answer => answer.Expect(200));
                var digest = await DigestAsync(house);
                seen.Add(digest!);
                return digest == expected;
            });
        }

        Assert.Equal(digests.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_policy_asks_for_approval_nothing_else_is_loaded_and_the_catalog_says_why()
    {
        using var folder = new TempFolder();
        var digest = Write(folder, "one", 1);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", folder["one.gguf"])
            .With("Freehold:Registry:RequireApproval", "true").With("Freehold:Registry:ApprovalsNeeded", "1"));

        Assert.Contains("not in the registry", await UnavailableAsync(house), StringComparison.Ordinal);
        Assert.NotEqual(200, (await house.Admin.ChatAsync("tiny")).Status);

        await RegisterAsync(house, digest, null);
        await HoldsAsync("quarantine is told", async () =>
            (await UnavailableAsync(house))?.Contains("quarantine", StringComparison.Ordinal) == true);
        (await PostAsync(house.Admin, digest, "approve")).Expect(200);

        await HoldsAsync("it is loaded", async () => await UnavailableAsync(house) is null);
        await HoldsAsync("the routers know it", async () => await DigestAsync(house) == digest);
    }

    [Theory]
    [InlineData("signed", null)]
    [InlineData("unsigned", "not signed")]
    [InlineData("changed", "was changed")]
    [InlineData("stranger", "not trusted")]
    public async Task Where_policy_asks_for_signatures_only_what_a_trusted_signer_signed_is_loaded(string what, string? reason)
    {
        using var folder = new TempFolder();
        Write(folder, "one", 1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder["trusted.pub"], key.ExportSubjectPublicKeyInfoPem());
        if (what != "unsigned")
        {
            Sign(folder["one.gguf"], what == "stranger" ? stranger : key, what == "changed" ? new string('0', 64) : null);
        }

        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", folder["one.gguf"])
            .With("Freehold:Signing:RequireSignatures", "true").With("Freehold:Signing:TrustedKeys:0", folder["trusted.pub"]));

        var unavailable = await UnavailableAsync(house);
        Assert.Equal(reason is null, unavailable is null);
        Assert.Contains(reason ?? "", unavailable ?? "", StringComparison.Ordinal);
        Assert.Equal(reason is null, (await house.Admin.ChatAsync("tiny")).Status == 200);
    }

    [Fact]
    public async Task An_adapter_is_used_once_it_is_signed_and_approved()
    {
        using var folder = new TempFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder["trusted.pub"], key.ExportSubjectPublicKeyInfoPem());
        var model = Write(folder, "one", 1);
        Sign(folder["one.gguf"], key, null);
        var adapter = folder["adapters/default/style"];
        new TinyAdapter(4, new TinyLlamaShape()).Write(adapter);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", folder["one.gguf"])
            .With("Freehold:Models:tiny:Adapters", folder["adapters"]).With("Freehold:Signing:RequireSignatures", "true")
            .With("Freehold:Signing:TrustedKeys:0", folder["trusted.pub"]).With("Freehold:Registry:RequireApproval", "true")
            .With("Freehold:Registry:ApprovalsNeeded", "1"));
        await RegisterAsync(house, model, null);
        (await PostAsync(house.Admin, model, "approve")).Expect(200);
        await HoldsAsync("the model is loaded", async () => await DigestAsync(house) is not null);
        Task<ApiAnswer> Ask() => house.Admin.ChatAsync("tiny", headers: ("x-freehold-adapter", "style"));

        Assert.Contains("not signed", (await Ask()).Expect(400).Body, StringComparison.Ordinal);
        SignFolder(adapter, key);
        Assert.Contains("not in the registry", (await Ask()).Expect(400).Body, StringComparison.Ordinal);
        var digest = Sha256([
            .. SHA256.HashData(File.ReadAllBytes(Path.Combine(adapter, "adapter_model.safetensors"))),
            .. SHA256.HashData(File.ReadAllBytes(Path.Combine(adapter, "adapter_config.json"))),
        ]);
        const string Registry = "/admin/tenants/default/students/style/versions";
        (await house.Admin.PostAsync(Registry, new { digest, kind = "adapter" })).Expect(200);
        Assert.Contains("quarantine", (await Ask()).Expect(400).Body, StringComparison.Ordinal);
        (await house.Admin.SendTextAsync(HttpMethod.Post, $"{Registry}/{digest}/approve", "")).Expect(200);

        Assert.Equal(digest, (await Ask()).Expect(200)["x-freehold-adapter-digest"]);
    }

    [Fact]
    public async Task What_is_frozen_is_not_dropped_and_a_name_that_is_frozen_takes_no_other()
    {
        await using var house = await House.StartAsync(new HouseSetup().With("Freehold:Registry:ApprovalsNeeded", "1"));
        var (a, b) = (new string('a', 64), new string('b', 64));
        foreach (var digest in new[] { a, b })
        {
            await RegisterAsync(house, digest, null, model: "m");
            (await PostAsync(house.Admin, digest, "approve", "m")).Expect(200);
        }

        (await PostAsync(house.Admin, a, "pin", "m")).Expect(200);

        (await PostAsync(house.Admin, b, "current", "m")).ExpectError(409, "frozen");
        (await house.Admin.PostAsync("/admin/models/m/rollback", new { })).ExpectError(409, "frozen");
        (await house.Admin.SendTextAsync(HttpMethod.Delete, $"/admin/models/m/versions/{a}", null)).ExpectError(409, "frozen");
        (await house.Admin.SendTextAsync(HttpMethod.Delete, $"/admin/models/m/versions/{b}", null)).Expect(200);
        var lineage = (await house.Admin.GetAsync($"/admin/models/m/versions/{a}/lineage")).Expect(200).Json;
        Assert.Equal(["model", "approval", "frozen"], lineage.GetProperty("steps").EnumerateArray().Select(step =>
            step.GetProperty("step").GetString()));
        var audit = (await house.Admin.GetAsync("/admin/tenants/default/audit")).Expect(200).Body;
        Assert.Contains("version.pinned", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_reach_the_registry()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        var acme = await house.TenantAsync("acme");
        var digest = new string('a', 64);

        foreach (var path in new[] { "/admin/models/m", "/admin/tenants/acme/students/support%2Ftriage" })
        {
            (await acme.GetAsync(path + "/versions")).Expect(403);
            (await acme.SendTextAsync(HttpMethod.Post, $"{path}/versions/{digest}/approve", "")).Expect(403);
            var empty = (await house.Admin.GetAsync(path + "/versions")).Expect(200).Json;
            Assert.Equal(0, empty.GetProperty("versions").GetArrayLength());
            (await house.Admin.SendTextAsync(HttpMethod.Post, $"{path}/versions/{digest}/approve", "")).Expect(404);
        }

        Assert.Equal("acme/support/triage",
            (await house.Admin.GetAsync("/admin/tenants/acme/students/support%2Ftriage/versions")).Json.GetProperty("name").GetString());
        (await house.Admin.GetAsync("/admin/tenants/NO/students/x/versions")).Expect(400);
        (await house.Admin.SendTextAsync(HttpMethod.Post, $"/admin/tenants/acme/students/x/versions/{digest}/current", "")).Expect(404);
        (await house.Admin.PostAsync("/admin/models/m/versions", new { digest = "x" })).Expect(400);
    }

    private static string Write(TempFolder folder, string name, int seed)
    {
        TinyLlama.WriteGguf(folder[name + ".gguf"], seed);
        return Sha256(File.ReadAllBytes(folder[name + ".gguf"]));
    }

    private static void Sign(string file, ECDsa key, string? digest)
    {
        digest ??= Sha256(File.ReadAllBytes(file));
        using var signer = ModelSigner.ByKey(key.ExportECPrivateKeyPem());
        File.WriteAllBytes(file + ".sig", signer.Sign(ModelManifest.Create("m", [new ModelResource(".", digest)], [])).Write());
    }

    private static void SignFolder(string folder, ECDsa key)
    {
        using var signer = ModelSigner.ByKey(key.ExportECPrivateKeyPem());
        var files = Directory.GetFiles(folder).Select(file => new ModelResource(Path.GetFileName(file), Sha256(File.ReadAllBytes(file))));
        File.WriteAllBytes(Path.Combine(folder, "model.sig"), signer.Sign(ModelManifest.Create("a", files, ["model.sig"])).Write());
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<ApiClient> AdminAsync(House house) => house.Client((await house.NewKeyAsync("default", "admin")).Secret);

    private static async Task RegisterAsync(House house, string digest, string? location, string model = "tiny") =>
        (await house.Admin.PostAsync($"/admin/models/{model}/versions", new { digest, location })).Expect(200);

    private static Task<ApiAnswer> PostAsync(ApiClient client, string digest, string action, string model = "tiny") =>
        client.SendTextAsync(HttpMethod.Post, $"/admin/models/{model}/versions/{digest}/{action}", "");

    private static async Task<JsonElement> CandidateAsync(House house) =>
        (await house.Admin.GetAsync("/admin/models")).Expect(200).Json.GetProperty("candidates").EnumerateArray().Single(model =>
            model.GetProperty("id").GetString() == "tiny");

    private static async Task<string?> UnavailableAsync(House house) =>
        (await CandidateAsync(house)).TryGetProperty("unavailable", out var why) ? why.GetString() : null;

    /// <summary>The digest that an answer names, which is that of the weights that made it; null where nothing answers.</summary>
    private static async Task<string?> DigestAsync(House house)
    {
        var answer = await house.Admin.ChatAsync("tiny");
        return answer.Status == 200 ? (await house.Admin.OutcomeAsync(answer.Id)).GetProperty("model_digest").GetString() : null;
    }

    private static Task<string> HoldsAsync(string what, Func<Task<bool>> condition) =>
        Eventually.GetAsync(what, async () => await condition() ? "" : null);
}
