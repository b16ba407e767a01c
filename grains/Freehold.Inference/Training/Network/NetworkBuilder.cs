using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Training.Network;

/// <summary>Makes the network to train: from a model's weights, in full or with an adapter, or from random numbers.</summary>
internal sealed class NetworkBuilder
{
    // GPT-2's deviation (Radford et al. 2019), which the small Llamas took over.
    private const double InitialDeviation = 0.02;

    private readonly ModelConfig _config;
    private readonly DecoderWeights? _source;
    private readonly LoraOptions? _lora;
    private readonly ParameterSet _parameters = new();
    private readonly List<(Parameter Parameter, Action<Parameter> Fill)> _fills = [];
    private readonly int _seed;
    private int _linears;

    private NetworkBuilder(ModelConfig config, DecoderWeights? source, LoraOptions? lora, int seed) =>
        (_config, _source, _lora, _seed) = (config, source, lora, seed);

    /// <summary>All weights random, all trained.</summary>
    public static NetworkWeights FromScratch(ModelConfig config, int seed) =>
        new NetworkBuilder(config, null, null, seed).Build([RotaryFrequencies.Plain(config.Decoder!.Layers[0].Rope)], _ => 0);

    /// <summary>A model's weights: all trained, or an adapter beside them.</summary>
    public static NetworkWeights FromModel(DecoderWeights source, LoraOptions? lora, int seed) =>
        new NetworkBuilder(source.Config, source, lora, seed).Build(source.Ropes, layer => source.Layers[layer].Rope);

    private NetworkWeights Build(RotaryFrequencies[] ropes, Func<int, int> ropeOf)
    {
        var hidden = _config.HiddenSize;
        var embedding = Matrix("token_embd.weight", _config.VocabularySize, hidden, _source?.Embedding, InitialDeviation);
        var layers = Enumerable.Range(0, _config.LayerCount).Select(Layer).ToArray();
        var norm = Vector("output_norm.weight", hidden, _source?.OutputNorm, 1f);
        var tied = _source is null ? _config.TiedOutput : ReferenceEquals(_source.Output, _source.Embedding);
        var output = tied ? embedding : Matrix("output.weight", _config.VocabularySize, hidden, _source?.Output, InitialDeviation);
        _parameters.Allocate();
        foreach (var (parameter, fill) in _fills)
            fill(parameter);
        var rotary = Enumerable.Range(0, _config.LayerCount).Select(layer => ropes[ropeOf(layer)]).ToArray();
        return new NetworkWeights(_config, _parameters, embedding, layers, norm, output, rotary);
    }

    private NetworkLayer Layer(int index)
    {
        var (prefix, from) = ($"blk.{index}.", _source?.Layers[index]);
        var (hidden, wide, query, kv) = (_config.HiddenSize, _config.FeedForwardSize, _config.QuerySize, _config.KvSize);

        // What a layer adds to the stream is damped by the number of additions (Radford et al. 2019, section 2.3).
        var damped = InitialDeviation / Math.Sqrt(2.0 * _config.LayerCount);
        return new NetworkLayer
        {
            Traits = _config.Decoder!.Layers[index],
            AttentionNorm = Vector(prefix + "attn_norm.weight", hidden, from?.AttentionNorm, 1f),
            Query = Linear(prefix + "attn_q", 0, query, hidden, from?.Query, InitialDeviation),
            Key = Linear(prefix + "attn_k", 1, kv, hidden, from?.Key, InitialDeviation),
            Value = Linear(prefix + "attn_v", 2, kv, hidden, from?.Value, InitialDeviation),
            QueryNorm = Optional(prefix + "attn_q_norm.weight", from?.QueryNorm),
            KeyNorm = Optional(prefix + "attn_k_norm.weight", from?.KeyNorm),
            Output = Linear(prefix + "attn_output", 3, hidden, query, from?.Output, damped),
            FeedForwardNorm = Vector(prefix + "ffn_norm.weight", hidden, from?.FeedForwardNorm, 1f),
            Gate = Linear(prefix + "ffn_gate", 4, wide, hidden, from?.Gate, InitialDeviation),
            Up = Linear(prefix + "ffn_up", 5, wide, hidden, from?.Up, InitialDeviation),
            Down = Linear(prefix + "ffn_down", 6, hidden, wide, from?.Down, damped),
        };
    }

    private NetworkLinear Linear(string name, int projection, int rows, int columns, LinearLayer? from, double deviation)
    {
        var weight = Matrix(name + ".weight", rows, columns, from?.Weights, deviation);
        var bias = Optional(name + ".bias", from?.Bias);
        return new NetworkLinear(_linears++, name, weight, bias, Adapter(name, projection, rows, columns));
    }

    private NetworkAdapter? Adapter(string name, int projection, int rows, int columns)
    {
        if (_lora is null || !_lora.Targets.Contains(LoraOptions.Projections[projection]))
            return null;

        // As PEFT begins: A uniform (He et al. 2015, with a slope of sqrt(5)), B zero, so that the adapter changes nothing at first.
        var a = _parameters.Add(name + ".lora_a", _lora.Rank, columns);
        var b = _parameters.Add(name + ".lora_b", rows, _lora.Rank);
        var bound = 1 / Math.Sqrt(columns);
        Fill(a, (random, i) => bound * (2 * random.Uniform(i) - 1));
        return new NetworkAdapter(a, b, _lora.Alpha / _lora.Rank, _lora.Dropout);
    }

    private NetworkMatrix Matrix(string name, int rows, int columns, WeightMatrix? from, double deviation)
    {
        if (_lora is not null)
            return new NetworkMatrix(rows, columns, null, from);
        var parameter = _parameters.Add(name, rows, columns);
        if (from is null)
            Fill(parameter, (random, i) => deviation * random.Normal(i));
        else
            _fills.Add((parameter, target => Decode(from, target)));
        return new NetworkMatrix(rows, columns, parameter, null);
    }

    private NetworkVector? Optional(string name, float[]? from) => from is null ? null : Vector(name, from.Length, from, 0f);

    private NetworkVector Vector(string name, int size, float[]? from, float initial)
    {
        if (_lora is not null)
            return new NetworkVector(null, from);
        var parameter = _parameters.Add(name, 1, size);
        _fills.Add((parameter, FillVector));
        return new NetworkVector(parameter, null);

        void FillVector(Parameter target)
        {
            var values = _parameters.ValueSpan(target);
            if (from is null)
                values.Fill(initial);
            else
                from.CopyTo(values);
        }
    }

    private void Decode(WeightMatrix from, Parameter target)
    {
        var values = _parameters.ValueSpan(target);
        for (var row = 0; row < from.Rows; row++)
            from.DecodeRow(row, values.Slice(row * from.Columns, from.Columns));
    }

    // The stream is the parameter's number: the same seed and sizes give the same model everywhere.
    private void Fill(Parameter parameter, Func<CounterRandom, long, double> number)
    {
        var random = new CounterRandom(_seed, RandomStreams.Initial, _parameters.Parameters.Count);
        _fills.Add((parameter, FillRandom));

        void FillRandom(Parameter target)
        {
            var values = _parameters.ValueSpan(target);
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)number(random, i);
        }
    }
}

/// <summary>What random numbers of a run are for.</summary>
internal static class RandomStreams
{
    public const long Initial = 1, Order = 2, Dropout = 3;
}
