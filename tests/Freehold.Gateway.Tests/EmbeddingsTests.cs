using System.Runtime.InteropServices;
using Freehold.Gateway.Tests.Support;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary><c>POST /v1/embeddings</c> on a tiny local encoder.</summary>
public sealed class EmbeddingsTests
{
    [Fact]
    public async Task An_encoder_embeds_texts_and_the_outcome_says_so()
    {
        using var folder = new TempFolder();
        await using var house = await StartAsync(folder);
        var client = await house.TenantAsync("readers");

        string[] input = ["once upon", "a time"];
        var answer = (await client.PostAsync("/v1/embeddings", new { model = "bert", input })).Expect(200);

        Assert.Equal("list", answer.Json.GetProperty("object").GetString());
        Assert.Equal("bert", answer.Json.GetProperty("model").GetString());
        Assert.Equal(0, answer.Json.GetProperty("data")[0].GetProperty("index").GetInt32());
        Assert.Equal(1.0, Vector(answer, 1).Sum(value => (double)value * value), 1e-5);
        var tokens = answer.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32();
        Assert.Equal((2 + 8) + (2 + 5), tokens);
        Assert.Equal("bert", answer["x-freehold-model"]);

        var outcome = Assert.Single(await client.OutcomesAsync());
        Assert.Equal("embeddings", outcome.GetProperty("api").GetString());
        Assert.Equal("bert", outcome.GetProperty("model").GetString());
    }

    [Fact]
    public async Task All_forms_of_input_and_both_encodings_give_the_same_vector()
    {
        using var folder = new TempFolder();
        await using var house = await StartAsync(folder);

        var text = (await EmbedAsync(house, new { model = "bert", input = "ab", encoding_format = "float" })).Expect(200);
        int[] ids = [2, 4, 31, 3];
        var tokens = (await EmbedAsync(house, new { model = "bert", input = ids })).Expect(200);
        var lists = (await EmbedAsync(house, new { model = "bert", input = new[] { ids, ids } })).Expect(200);
        var base64 = (await EmbedAsync(
            house, new { model = "bert", input = "ab", encoding_format = "base64", dimensions = TinyBert.HiddenSize })).Expect(200);

        Assert.Equal(Vector(text), Vector(tokens));
        Assert.Equal(Vector(text), Vector(lists, 1));
        var bytes = base64.Json.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal(Vector(text), MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Fact]
    public async Task What_an_encoder_cannot_do_is_refused_by_name()
    {
        using var folder = new TempFolder();
        await using var house = await StartAsync(folder);

        var chat = (await house.Admin.ChatAsync("bert")).ExpectError(400, "unsuitable_model");
        Assert.Contains("makes embeddings and writes no text", chat, StringComparison.Ordinal);
        var embed = (await EmbedAsync(house, new { model = "tiny", input = "a" })).ExpectError(400, "unsuitable_model");
        Assert.Contains("makes no embeddings", embed, StringComparison.Ordinal);
        (await EmbedAsync(house, new { model = "auto", input = "a" })).ExpectError(400, "invalid_value");
        (await EmbedAsync(house, new { model = "nobody", input = "a" })).ExpectError(404, "model_not_found");
        (await EmbedAsync(house, new { model = "bert", input = "a", dimensions = 7 })).ExpectError(400, "invalid_value");
        (await EmbedAsync(house, new { model = "bert", input = "a", encoding_format = "hex" })).ExpectError(400, "invalid_value");
        (await EmbedAsync(house, new { model = "bert", input = string.Join(' ', Enumerable.Repeat('a', 60)) }))
            .ExpectError(400, "context_length_exceeded");
        (await house.Client(null).PostAsync("/v1/embeddings", new { model = "bert", input = "a" })).ExpectError(401, "invalid_api_key");
    }

    [Fact]
    public async Task Auto_never_chooses_an_encoder_for_a_chat()
    {
        using var folder = new TempFolder();
        await using var house = await StartAsync(folder);

        Assert.Equal("tiny", (await house.Admin.ChatAsync("auto")).Expect(200)["x-freehold-model"]);
        var models = (await house.Admin.GetAsync("/v1/models")).Expect(200).Json.GetProperty("data").EnumerateArray();
        Assert.Contains("bert", models.Select(model => model.GetProperty("id").GetString()));
    }

    private static Task<ApiAnswer> EmbedAsync(House house, object body) => house.Admin.PostAsync("/v1/embeddings", body);

    private static Task<House> StartAsync(TempFolder folder)
    {
        TinyBert.Gguf(seed: 1).Save(folder["bert.gguf"]);
        return House.StartAsync(new HouseSetup().Model("bert", folder["bert.gguf"]).Model("tiny", TinyModel.Path));
    }

    private static float[] Vector(ApiAnswer answer, int index = 0) =>
        [.. answer.Json.GetProperty("data")[index].GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle())];
}
