using Freehold.Inference.Adapters;
using Freehold.Inference.Models;
using Freehold.Testing;

namespace Freehold.Inference.Torch.Tests;

/// <summary>An adapter does the same on both engines, and to its own tokens only.</summary>
public sealed class TorchAdapterTests
{
    private static readonly TinyLlamaShape Shape = new();
    private static readonly int[] Prompt = [1, 9, 17, 4, 30, 12, 8];

    [Fact]
    public void Adapters_of_one_step_give_each_sequence_the_logits_of_the_managed_engine()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3, Shape);
        for (var i = 1; i < 4; i++)
            new TinyAdapter(i, Shape).Write(folder[$"adapter{i}"], i == 3 ? TensorEncoding.BF16 : TensorEncoding.F32);

        var managed = Logits(folder, ModelBackend.Managed);
        var actual = Logits(folder, torch);

        Assert.InRange(TorchModels.LargestDifference(managed, actual), 0, 1e-3);
        for (var i = 1; i < managed.Length; i++)
            Assert.True(TorchModels.LargestDifference(managed[0], managed[i]) > 0.02, $"Adapter {i} changes nothing.");
    }

    [Fact]
    public void An_adapter_of_another_model_is_not_run()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3, Shape);
        new TinyAdapter(1, Shape).Write(folder["adapter"]);
        using var one = TorchModels.Load(folder["tiny.gguf"], torch);
        using var other = TorchModels.Load(folder["tiny.gguf"], torch);
        using var session = other.CreateSession(one.LoadAdapter(folder["adapter"]));

        Assert.Throws<InvalidOperationException>(() => session.Append(Prompt).Length);
    }

    /// <summary>The last logits of four sequences in one step: the first without an adapter, the others with one each.</summary>
    private static float[][] Logits(TempFolder folder, ModelBackend backend)
    {
        using var model = TorchModels.Load(folder["tiny.gguf"], backend);
        LoraAdapter?[] adapters = [null, .. Enumerable.Range(1, 3).Select(i => model.LoadAdapter(folder[$"adapter{i}"]))];
        var caches = Array.ConvertAll(adapters, adapter => new KvCache(model.KvPool, 32, adapter));
        var batch = new ForwardBatch(64, model.Info.VocabularySize);
        for (var t = 0; t < Prompt.Length; t++)
        {
            foreach (var cache in caches)
                batch.Add(cache, Prompt[t], wantsLogits: t == Prompt.Length - 1);
        }

        model.Network.Forward(batch);
        return [.. Enumerable.Range(0, caches.Length).Select(row => batch.Logits(row).ToArray())];
    }
}
