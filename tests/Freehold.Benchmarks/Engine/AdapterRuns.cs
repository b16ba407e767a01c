using System.Diagnostics;
using System.Text.Json.Nodes;
using Freehold.Inference;
using Freehold.Inference.Adapters;
using Freehold.Inference.Formats;
using Freehold.Inference.Models;
using Freehold.Testing;

namespace Freehold.Benchmarks.Engine;

/// <summary>Many sequences decoding in one step, each with a LoRA adapter of its own, and the same without any.</summary>
internal sealed class AdapterRuns : IDisposable
{
    /// <summary>One token of each sequence is a step.</summary>
    public const int MaxAdapters = ModelLoadOptions.MaxBatchTokensLimit;

    /// <summary>Rank of every pair; PEFT's own default, as are the modules.</summary>
    public const int Rank = 8;

    private const int Steps = 16, BlockTokens = KvBlockPool.BlockTokens;

    private readonly LoadedModel _model;
    private readonly LoraAdapter[] _adapters;
    private readonly ForwardBatch _batch;
    private readonly int[] _tokens;

    public AdapterRuns(string path, ModelBackend backend, int count, int threads, CancellationToken cancellationToken)
    {
        var options = new ModelLoadOptions
        {
            Threads = threads,
            Backend = backend,
            MaxBatchTokens = count,
            KvCacheTokens = Math.Max(64, count * BlockTokens),
        };
        _model = LoadedModel.Load(path, options, cancellationToken);
        using var folder = new TempFolder();
        _adapters = [.. Enumerable.Range(0, count).Select(seed => LoadAdapter(folder[$"{seed}"], seed, cancellationToken))];
        _batch = new ForwardBatch(count, _model.Info.VocabularySize);
        _tokens = Prompts.Random(_model.Info.VocabularySize, count, seed: 2);
    }

    /// <summary>Tokens a second without adapters and with them, one after the other.</summary>
    public (double Plain, double Adapted) Measure() => (Run(_ => null), Run(i => _adapters[i]));

    public void Dispose() => _model.Dispose();

    private double Run(Func<int, LoraAdapter?> adapterOf)
    {
        var caches = _adapters.Select((_, i) => new KvCache(_model.KvPool, BlockTokens, adapterOf(i))).ToArray();
        try
        {
            var started = Stopwatch.GetTimestamp();
            for (var step = 0; step < Steps; step++)
            {
                _batch.Clear();
                for (var i = 0; i < caches.Length; i++)
                    _batch.Add(caches[i], _tokens[i], wantsLogits: true);
                _model.Network.Forward(_batch);
            }

            return Steps * caches.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            Array.ForEach(caches, cache => cache.Release());
        }
    }

    private LoraAdapter LoadAdapter(string folder, int seed, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var config = new JsonObject { ["peft_type"] = "LORA", ["r"] = Rank, ["lora_alpha"] = 2 * Rank, ["bias"] = "none" };
        config["target_modules"] = new JsonArray("q_proj", "v_proj");
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), config.ToJsonString());
        Weights(_model.Config, seed).Save(Path.Combine(folder, "adapter_model.safetensors"));
        return _model.LoadAdapter(folder, cancellationToken);
    }

    private static SafetensorsWriter Weights(ModelConfig config, int seed)
    {
        var writer = new SafetensorsWriter();
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            var prefix = $"base_model.model.model.layers.{layer}.self_attn.";
            AddPair(prefix + "q_proj", config.QuerySize, (seed * config.LayerCount + layer) * 4);
            AddPair(prefix + "v_proj", config.KvSize, (seed * config.LayerCount + layer) * 4 + 2);
        }

        return writer;

        void AddPair(string module, int rows, int row)
        {
            writer.Add(module + ".lora_A.weight", [Rank, config.HiddenSize], Random(row, Rank * config.HiddenSize), TensorEncoding.F16);
            writer.Add(module + ".lora_B.weight", [rows, Rank], Random(row + 1, Rank * rows), TensorEncoding.F16);
        }
    }

    private static float[] Random(int row, int count)
    {
        var values = new float[count];
        RandomRow.Fill((ulong)row, 0.02f, values);
        return values;
    }
}
