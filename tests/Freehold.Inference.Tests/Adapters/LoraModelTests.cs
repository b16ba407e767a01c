using Freehold.Inference.Adapters;
using Freehold.Inference.Models;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Adapters;

/// <summary>A model with an adapter computes what the model with the adapter added to its weights does.</summary>
public class LoraModelTests
{
    private static readonly TinyLlamaShape Shape = new();
    private static readonly int[] Prompt = [1, 9, 17, 4, 30, 12, 8];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_adapter_gives_the_logits_of_the_merged_weights_on_either_layout_of_the_rows(bool isGguf)
    {
        using var folder = new TempFolder();
        var adapter = new TinyAdapter(5, Shape);
        AssertAsMerged(folder, adapter, isGguf);
    }

    [Fact]
    public void A_rank_stabilised_adapter_of_some_modules_gives_the_logits_of_the_merged_weights()
    {
        using var folder = new TempFolder();
        AssertAsMerged(folder, new TinyAdapter(6, Shape) { IsRankStabilised = true, Rank = 5, Modules = ["self_attn.k_proj", "mlp.down_proj"] }, isGguf: true);
    }

    [Fact]
    public void Sixteen_bit_adapters_are_near_the_merged_weights()
    {
        using var folder = new TempFolder();
        foreach (var encoding in (TensorEncoding[])[TensorEncoding.BF16, TensorEncoding.F16])
            AssertAsMerged(folder, new TinyAdapter(7, Shape), isGguf: true, encoding, tolerance: 0.05f);
    }

    [Fact]
    public void Tokens_of_different_adapters_in_one_step_have_the_bits_that_each_has_alone()
    {
        using var folder = new TempFolder();
        using var model = LoadBase(folder, isGguf: true);
        var adapters = Enumerable.Range(0, 9).Select(seed => seed == 0 ? null : Load(model, folder, new TinyAdapter(seed, Shape))).ToArray();
        var alone = adapters.Select(adapter => Last(model, adapter)).ToArray();
        Assert.Equal(adapters.Length, alone.Select(logits => logits[3]).Distinct().Count());

        var batch = new ForwardBatch(adapters.Length * Prompt.Length, model.Info.VocabularySize);
        var caches = adapters.Select(adapter => new KvCache(model.KvPool, 32, adapter)).ToArray();
        for (var position = 0; position < Prompt.Length; position++)
        {
            foreach (var cache in caches)
                batch.Add(cache, Prompt[position], wantsLogits: position == Prompt.Length - 1);
        }

        model.Network.Forward(batch);
        for (var i = 0; i < alone.Length; i++)
            Assert.Equal(alone[i], batch.Logits(i).ToArray());
    }

    [Fact]
    public void The_digest_changes_with_the_weights_and_with_the_scale()
    {
        using var folder = new TempFolder();
        using var model = LoadBase(folder, isGguf: true);
        var first = Load(model, folder, new TinyAdapter(1, Shape));
        Assert.Equal(first.Digest, Load(model, folder, new TinyAdapter(1, Shape)).Digest);
        Assert.NotEqual(first.Digest, Load(model, folder, new TinyAdapter(2, Shape)).Digest);
        Assert.NotEqual(first.Digest, Load(model, folder, new TinyAdapter(1, Shape) { Alpha = 7 }).Digest);
    }

    private static void AssertAsMerged(
        TempFolder folder, TinyAdapter adapter, bool isGguf, TensorEncoding encoding = TensorEncoding.F32, float tolerance = 2e-4f)
    {
        using var model = LoadBase(folder, isGguf);
        var adapted = Last(model, Load(model, folder, adapter, encoding));
        adapter.WriteMergedHuggingFace(folder["merged"], modelSeed: 3);
        using var merged = LoadedModel.Load(folder["merged"], new ModelLoadOptions { Threads = 1 });
        var expected = Last(merged, null);
        Assert.NotEqual(expected[0], Last(model, null)[0], 0.02f);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], adapted[i], tolerance);
    }

    private static LoadedModel LoadBase(TempFolder folder, bool isGguf)
    {
        var path = folder[isGguf ? "base.gguf" : "base"];
        if (isGguf)
            TinyLlama.WriteGguf(path, seed: 3, Shape);
        else
            TinyLlama.WriteHuggingFace(path, seed: 3, Shape);
        return LoadedModel.Load(path, new ModelLoadOptions { Threads = 2 });
    }

    private static LoraAdapter Load(LoadedModel model, TempFolder folder, TinyAdapter adapter, TensorEncoding encoding = TensorEncoding.F32)
    {
        var path = folder[$"adapter-{adapter.Seed}-{adapter.Alpha}-{encoding}"];
        adapter.Write(path, encoding);
        return model.LoadAdapter(path);
    }

    private static float[] Last(LoadedModel model, LoraAdapter? adapter)
    {
        using var session = model.CreateSession(adapter);
        return session.Append(Prompt).ToArray();
    }
}
