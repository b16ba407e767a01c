using System.Buffers.Binary;
using System.Text;
using Freehold.Gateway.Tests.Support;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>A model file that cannot be loaded costs its own model and nothing else.</summary>
public sealed class BadModelTests
{
    [Theory]
    [InlineData("truncated")]
    [InlineData("lying header")]
    [InlineData("huge header")]
    [InlineData("other family")]
    [InlineData("missing")]
    [InlineData("empty")]
    public async Task The_house_stays_up_and_other_models_answer(string fault)
    {
        using var folder = new TempFolder();
        await using var house = await House.StartAsync(
            new HouseSetup().Model("bad", Write(folder, fault)).Model("tiny", TinyModel.Path));

        var message = (await house.Admin.ChatAsync("bad")).ExpectError(503, "no_candidates");

        Assert.Contains("bad: its file could not be loaded", message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.FullPath, message, StringComparison.Ordinal);
        Assert.Equal("tiny", (await house.Admin.ChatAsync("auto")).Expect(200)["x-freehold-model"]);
        var models = (await house.Admin.GetAsync("/v1/models")).Expect(200).Json.GetProperty("data").EnumerateArray();
        Assert.Equal(["auto", "tiny"], models.Select(model => model.GetProperty("id").GetString()));
        var listed = (await house.Admin.GetAsync("/admin/models")).Expect(200).Json.GetProperty("candidates")[0];
        Assert.NotNull(listed.GetProperty("unavailable").GetString());
    }

    private static string Write(TempFolder folder, string fault)
    {
        var path = folder["bad.gguf"];
        switch (fault)
        {
            case "truncated":
                TinyLlama.WriteGguf(path, 1);
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1_000]);
                break;
            case "other family":
                TinyLlama.WriteGguf(path, 1);
                var bytes = File.ReadAllBytes(path);
                "mamba"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("llama"u8)));
                File.WriteAllBytes(path, bytes);
                break;
            case "lying header":
                return WriteLying(folder["lying"], """{"model.embed_tokens.weight":{"dtype":"F32","shape":[999999,40],"data_offsets":[0,159999840]}}""");
            case "huge header":
                return WriteLying(folder["huge"], "{}", headerBytes: long.MaxValue);
            case "empty":
                File.WriteAllBytes(path, []);
                break;
        }

        return path;
    }

    private static string WriteLying(string folder, string header, long? headerBytes = null)
    {
        TinyLlama.WriteHuggingFace(folder, 1);
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + 64];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, headerBytes ?? text.Length);
        text.CopyTo(bytes, 8);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), bytes);
        return folder;
    }
}
