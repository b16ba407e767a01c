using System.Globalization;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Embeddings;

/// <summary>
/// Embeddings of a tiny random BERT against a double-precision program written from the paper, and what the engine promises. llama.cpp
/// (llama_get_embeddings_seq, commit c392e5094) agrees within 0.0002: it has GELU's tanh form in a 16-bit table. To make the numbers again,
/// write the model as <see cref="Write_the_models_for_a_reference"/> does.
/// </summary>
public sealed class EmbeddingEngineTests
{
    private const int Seed = 30;

    private static readonly int[] Ids = [2, 11, 40, 7, 33, 52, 19, 3];

    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TinyBert.MeanPooling, MeanGolden)]
    [InlineData(TinyBert.FirstTokenPooling, FirstTokenGolden)]
    public async Task Vectors_are_those_of_the_reference(uint pooling, string golden)
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed, pooling).Save(folder["bert.gguf"]);
        await using var engine = EmbeddingEngine.Open(folder["bert.gguf"], new ModelLoadOptions { Threads = 2 });

        var made = await EmbedAsync(engine, Ids);

        var expected = golden.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        AssertClose(expected, made.Vectors[0]);
        Assert.Equal(Ids.Length, made.PromptTokens);
    }

    [Fact]
    public async Task A_folder_of_sentence_transformers_gives_the_vectors_of_the_gguf()
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed, TinyBert.FirstTokenPooling).Save(folder["bert.gguf"]);
        TinyBert.WriteHuggingFace(folder["hf"], Seed);
        await using var gguf = EmbeddingEngine.Open(folder["bert.gguf"], new ModelLoadOptions { Threads = 1 });
        await using var safetensors = EmbeddingEngine.Open(folder["hf"], new ModelLoadOptions { Threads = 1 });

        AssertClose((await EmbedAsync(gguf, Ids)).Vectors[0], (await EmbedAsync(safetensors, Ids)).Vectors[0]);
    }

    [Fact]
    public async Task Texts_of_one_request_get_the_vectors_that_each_gets_alone()
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed).Save(folder["bert.gguf"]);
        await using var engine = EmbeddingEngine.Open(folder["bert.gguf"], new ModelLoadOptions { Threads = 2 });

        // 30 texts of 1 to 30 tokens: several steps, each with several texts.
        var texts = Enumerable.Range(1, 30)
            .Select(length => Enumerable.Range(0, length).Select(i => (i * 7 + length) % 56).ToArray())
            .ToArray();
        var together = await EmbedAsync(engine, texts);

        Assert.Equal(texts.Sum(text => text.Length), together.PromptTokens);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal((await EmbedAsync(engine, texts[i])).Vectors[0], together.Vectors[i]);
            Assert.Equal(1.0, together.Vectors[i].Sum(value => (double)value * value), 1e-5);
        }
    }

    [Fact]
    public async Task A_text_is_framed_by_CLS_and_SEP()
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed).Save(folder["bert.gguf"]);
        await using var engine = EmbeddingEngine.Open(folder["bert.gguf"], new ModelLoadOptions { Threads = 1 });

        var outcome = await engine.EmbedAsync(new EmbeddingRequest { Texts = ["Ab c"] }, TestToken);

        int[] framed = [2, 4, 4 + 26 + 1, 4 + 2, 3];
        var made = Assert.IsType<EmbeddingsMade>(outcome);
        Assert.Equal(framed.Length, made.PromptTokens);
        Assert.Equal((await EmbedAsync(engine, framed)).Vectors[0], made.Vectors[0]);
    }

    [Fact]
    public async Task What_cannot_be_embedded_is_refused_with_its_place()
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed).Save(folder["bert.gguf"]);
        await using var engine = EmbeddingEngine.Open(folder["bert.gguf"], new ModelLoadOptions { Threads = 1 });
        var tooLong = new int[TinyBert.ContextLength + 1];

        Assert.Equal(new InputTooLongRefusal(1, tooLong.Length, TinyBert.ContextLength), await RefusalAsync(engine, Ids, tooLong));
        Assert.Equal("input[0]", Assert.IsType<InvalidRequestRefusal>(await RefusalAsync(engine, [TinyBert.VocabularySize])).Parameter);
        Assert.Equal("input[1]", Assert.IsType<InvalidRequestRefusal>(await RefusalAsync(engine, Ids, [])).Parameter);
        Assert.IsType<InvalidRequestRefusal>(await RefusalAsync(engine));
        Assert.IsType<InvalidRequestRefusal>(await RefusalAsync(engine, [.. Enumerable.Repeat(Ids, EmbeddingRequest.MaxInputs + 1)]));
        Assert.Single((await EmbedAsync(engine, new int[TinyBert.ContextLength])).Vectors);
    }

    [Fact]
    public async Task A_decoder_embeds_by_the_mean_or_by_its_last_token()
    {
        var family = TinyFamilies.All.Single(family => family.Name == "qwen2");
        using var folder = new TempFolder();
        family.Gguf(Seed).Set("qwen2.pooling_type", 1u).Save(folder["mean.gguf"]);
        family.Gguf(Seed).Set("qwen2.pooling_type", 3u).Save(folder["last.gguf"]);
        int[] text = [3, 17, 8, 30, 1];

        var options = new ModelLoadOptions { Threads = 1, MaxBatchTokens = 2 };
        await using var mean = EmbeddingEngine.Open(folder["mean.gguf"], options);
        await using var last = EmbeddingEngine.Open(folder["last.gguf"], options with { MaxBatchTokens = 64 });
        var byLast = (await EmbedAsync(last, text)).Vectors[0];
        var lastOfOne = (await EmbedAsync(last, text[..1])).Vectors[0];

        AssertClose(lastOfOne, (await EmbedAsync(mean, text[..1])).Vectors[0]);
        Assert.True(Cosine(byLast, (await EmbedAsync(mean, text)).Vectors[0]) is > 0 and < 0.999f);
        Assert.True(EmbeddingEngine.IsMadeFor(folder["mean.gguf"]));
    }

    [Fact]
    public void An_encoder_writes_no_text_and_a_chat_model_is_not_made_for_embeddings()
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed).Save(folder["bert.gguf"]);
        TinyLlama.WriteGguf(folder["llama.gguf"], Seed);

        var refusal = Assert.Throws<ModelFormatException>(() => LoadedModel.Load(folder["bert.gguf"]).Dispose());
        Assert.Contains("embeds texts and writes none", refusal.Message, StringComparison.Ordinal);
        Assert.True(EmbeddingEngine.IsMadeFor(folder["bert.gguf"]));
        Assert.False(EmbeddingEngine.IsMadeFor(folder["llama.gguf"]));
    }

    [Fact]
    public async Task A_disposed_engine_refuses_and_a_cancelled_request_throws()
    {
        using var folder = new TempFolder();
        TinyBert.Gguf(Seed).Save(folder["bert.gguf"]);
        var engine = EmbeddingEngine.Open(folder["bert.gguf"], new ModelLoadOptions { Threads = 1 });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.EmbedAsync(new EmbeddingRequest { TokenIds = [Ids] }, cancelled.Token));
        await engine.DisposeAsync();
        Assert.IsType<EngineStoppingRefusal>(await RefusalAsync(engine, Ids));
    }

    [Fact(Explicit = true)]
    public void Write_the_models_for_a_reference()
    {
        var folder = Environment.GetEnvironmentVariable("FREEHOLD_FAMILY_MODELS") ?? throw new InvalidOperationException("Set it.");
        foreach (var (name, pooling) in ((string, uint)[])[("mean", TinyBert.MeanPooling), ("first", TinyBert.FirstTokenPooling)])
        {
            TinyBert.Gguf(Seed, pooling, vocabulary: false).Set("tokenizer.ggml.model", "no_vocab")
                .Save(Path.Combine(folder, $"bert-{name}.gguf"));
        }
    }

    private static async Task<EmbeddingsMade> EmbedAsync(EmbeddingEngine engine, params int[][] texts) =>
        Assert.IsType<EmbeddingsMade>(await engine.EmbedAsync(new EmbeddingRequest { TokenIds = texts }, TestToken));

    private static async Task<EngineRefusal> RefusalAsync(EmbeddingEngine engine, params int[][] texts) =>
        Assert.IsType<EmbeddingsRefused>(await engine.EmbedAsync(new EmbeddingRequest { TokenIds = texts }, TestToken)).Refusal;

    private static float Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-5f);
    }

    private const string MeanGolden =
        "0.210884 0.191177 0.295736 0.344401 0.0435014 -0.261325 -0.198075 -0.268023 " +
        "0.274219 0.156051 0.120788 -0.0110005 -0.326704 -0.16627 -0.381904 0.158323 " +
        "-0.0441718 0.0894894 0.0265048 0.00392071 0.214457 -0.0450996 -0.1962 -0.122067";

    private const string FirstTokenGolden =
        "0.175524 0.188024 0.275297 0.228787 0.130373 -0.231574 -0.339783 -0.295173 " +
        "0.208006 0.1452 0.160571 -0.0138391 -0.271824 -0.14748 -0.426393 0.203253 " +
        "-0.0561373 0.0450842 0.069977 0.00303728 0.267429 0.0804189 -0.135228 -0.130593";
}
