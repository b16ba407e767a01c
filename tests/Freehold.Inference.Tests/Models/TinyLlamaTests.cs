using Freehold.Inference.Models;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Models;

/// <summary>What must hold of every Llama, on tiny random ones.</summary>
public sealed class TinyLlamaTests
{
    private static readonly int[] Prompt = [1, 300, 17, 42, 260, 5, 99, 281, 3];

    public static TheoryData<TinyLlamaShape> Shapes =>
    [
        new TinyLlamaShape(),
        new TinyLlamaShape { TiedOutput = true },
        new TinyLlamaShape { HiddenSize = 32, FeedForwardSize = 64, HeadCount = 2, KvHeadCount = 2 },
        new TinyLlamaShape { HiddenSize = 42, FeedForwardSize = 17, HeadCount = 7, KvHeadCount = 1, LayerCount = 3 },
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gguf_and_safetensors_of_the_same_weights_agree(TinyLlamaShape shape)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1, shape);
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1, shape, shardCount: 2);

        AssertClose(Logits(folder["tiny.gguf"]), Logits(folder["hf"]), 1e-5f);
    }

    [Theory]
    [InlineData(TensorEncoding.F16, 2e-3f)]
    [InlineData(TensorEncoding.BF16, 2e-2f)]
    [InlineData(TensorEncoding.Q8_0, 4e-2f)]
    public void Smaller_weights_give_nearly_the_logits_of_F32(TensorEncoding encoding, float relativeTolerance)
    {
        // Every row a whole number of blocks, so that Q8_0 is used throughout. It makes bytes of the activations too.
        var shape = new TinyLlamaShape { HiddenSize = 64, FeedForwardSize = 96 };
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["exact.gguf"], seed: 2, shape);
        TinyLlama.WriteGguf(folder["small.gguf"], seed: 2, shape, encoding);

        var (exact, small) = (Logits(folder["exact.gguf"]), Logits(folder["small.gguf"]));

        var largest = exact.SelectMany(row => row).Max(MathF.Abs);
        AssertClose(exact, small, relativeTolerance * largest);
        Assert.NotEqual(exact[0], small[0]);
    }

    [Fact]
    public void A_tied_model_is_one_whose_output_is_its_embedding()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tied.gguf"], seed: 3, new TinyLlamaShape { TiedOutput = true });
        TinyLlama.WriteGguf(folder["untied.gguf"], seed: 3);

        using var tied = Load(folder["tied.gguf"]);
        using var untied = Load(folder["untied.gguf"]);
        Assert.Equal(TinyVocabulary.Size * new TinyLlamaShape().HiddenSize, untied.Info.ParameterCount - tied.Info.ParameterCount);
        Assert.NotEqual(Logits(folder["tied.gguf"])[^1], Logits(folder["untied.gguf"])[^1]);
    }

    [Theory]
    [InlineData(TensorEncoding.F32)]
    [InlineData(TensorEncoding.F16)]
    [InlineData(TensorEncoding.Q8_0)]
    public void Logits_have_the_same_bits_however_the_prompt_is_cut_and_on_any_number_of_threads(TensorEncoding encoding)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 4, new TinyLlamaShape { HiddenSize = 64, FeedForwardSize = 96 }, encoding);
        var whole = Logits(folder["tiny.gguf"]);

        foreach (var (threads, batch) in ((int, int)[])[(1, 1), (1, 2), (2, 5), (3, 64)])
        {
            var cut = Logits(folder["tiny.gguf"], new ModelLoadOptions { Threads = threads, MaxBatchTokens = batch });
            Assert.Equal(whole, cut);
        }
    }

    [Fact]
    public void Sequences_in_one_batch_do_not_see_each_other()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 5);
        using var model = Load(folder["tiny.gguf"]);
        int[][] prompts = [Prompt, [1, 7, 7, 7], [1, 290]];
        var caches = prompts.Select(_ => new KvCache(model.KvPool, 32)).ToArray();
        var batch = new ForwardBatch(32, model.Info.VocabularySize);

        for (var t = 0; t < Prompt.Length; t++)
        {
            for (var s = 0; s < prompts.Length; s++)
            {
                if (t < prompts[s].Length)
                    batch.Add(caches[s], prompts[s][t], wantsLogits: t == prompts[s].Length - 1);
            }
        }

        model.Network.Forward(batch);

        // Rows are in the order in which the prompts end: the shortest first.
        Assert.Equal(LastLogits(model, prompts[2]), batch.Logits(0).ToArray());
        Assert.Equal(LastLogits(model, prompts[1]), batch.Logits(1).ToArray());
        Assert.Equal(LastLogits(model, prompts[0]), batch.Logits(2).ToArray());
    }

    [Fact]
    public void A_warm_step_allocates_nothing()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 6, encoding: TensorEncoding.Q8_0);
        using var model = Load(folder["tiny.gguf"], new ModelLoadOptions { Threads = 1 });
        using var session = model.CreateSession();
        int[] token = [7];
        for (var i = 0; i < 3; i++)
            session.Append(token);

        Assert.Equal(0, Allocations.Fewest(() => session.Append(token)));
    }

    [Fact]
    public void A_token_outside_the_vocabulary_and_a_full_context_are_refused()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 7, new TinyLlamaShape { ContextLength = 4 });
        using var model = Load(folder["tiny.gguf"]);
        using var session = model.CreateSession();

        Assert.Throws<ArgumentOutOfRangeException>(() => session.Append(TinyVocabulary.Size).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Append(-1).Length);
        session.Append(1, 2, 3, 4);
        Assert.Throws<InvalidOperationException>(() => session.Append(5).Length);
    }

    [Fact]
    public void Cache_blocks_come_back_to_the_pool()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 8);
        using var model = Load(folder["tiny.gguf"], new ModelLoadOptions { Threads = 1, KvCacheTokens = KvBlockPool.BlockTokens });
        for (var i = 0; i < 5; i++)
        {
            using var session = model.CreateSession();
            session.Append(1);
            using var second = model.CreateSession();
            Assert.Throws<InvalidOperationException>(() => second.Append(1).Length);
        }
    }

    private static float[] LastLogits(LoadedModel model, int[] prompt)
    {
        using var session = model.CreateSession();
        return session.Append(prompt).ToArray();
    }

    private static float[][] Logits(string path, ModelLoadOptions? options = null)
    {
        using var model = Load(path, options);
        using var session = model.CreateSession();
        return session.Logits(Prompt);
    }

    private static LoadedModel Load(string path, ModelLoadOptions? options = null) =>
        LoadedModel.Load(path, options ?? new ModelLoadOptions { Threads = 2 });

    private static void AssertClose(float[][] expected, float[][] actual, float tolerance)
    {
        for (var t = 0; t < expected.Length; t++)
        {
            for (var i = 0; i < expected[t].Length; i++)
                Assert.Equal(expected[t][i], actual[t][i], tolerance);
        }
    }
}
