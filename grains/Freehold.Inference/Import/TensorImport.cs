using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Import;

/// <summary>The tensors of a model on their way into a GGUF file: chosen encodings, and rows as GGUF orders them.</summary>
internal sealed class TensorImport(ModelFile file, WeightEncoding encoding)
{
    private readonly List<string> _halfTensors = [];

    /// <summary>Matrices that are stored as F16 because their rows are not a whole number of blocks.</summary>
    public IReadOnlyList<string> HalfTensors => _halfTensors;

    public void AddTo(GgufWriter writer)
    {
        foreach (var tensor in file.Tensors.Values.OrderBy(tensor => tensor.Name, TensorNames.InModelOrder))
        {
            if (tensor.Shape.Length is 0 or > 2)
                throw Refusal(tensor, $"has {tensor.Shape.Length} dimensions", "Only vectors and matrices are imported.");
            if (tensor.Type is not (TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.Q8_0))
                throw Refusal(tensor, $"is quantised to {tensor.Type} already", "Import the model from F32, F16, BF16 or Q8_0.");
            writer.Add(tensor.Name, tensor.Shape.AsSpan(), EncodingOf(tensor), Rows(tensor));
        }

        if (file is SafetensorsModelFile && file.Config.Decoder is { } traits)
            AddRotaryTensors(writer, traits);
    }

    private WeightEncoding EncodingOf(ModelTensor tensor)
    {
        if (tensor.Shape.Length < 2)
            return WeightEncoding.F32;
        if (encoding.Fits(tensor.Columns))
            return encoding;
        _halfTensors.Add(tensor.Name);
        return WeightEncoding.F16;
    }

    private RowSource Rows(ModelTensor tensor)
    {
        if (file is not SafetensorsModelFile)
            return Read;
        if (GgufArchitecture.PermutesRows(file.Config) && tensor.Name.Split('.') is [.., "attn_q" or "attn_k", "weight"])
            return (row, values) => Read(RotaryRows.SourceOf(row, file.Config.HeadSize), values);
        if (file.Config.Decoder is { NormOffset: not 0 } traits && tensor.Name.EndsWith("norm.weight", StringComparison.Ordinal))
            return (row, values) => ReadShifted(row, values, traits.NormOffset);
        return Read;

        void Read(int row, Span<float> values)
        {
            RowDecoder.Decode(tensor.Type, tensor.Rows(row, 1), values);
            foreach (var value in values)
            {
                // 16 bits hold no more, and every encoding but F32 keeps a scale or the number itself in them.
                if (!(MathF.Abs(value) <= (float)Half.MaxValue))
                    throw Refusal(tensor, $"holds {value} in row {row}", "Its weights are damaged, or need more than 16 bits of range.");
            }
        }

        void ReadShifted(int row, Span<float> values, float offset)
        {
            Read(row, values);
            foreach (ref var value in values)
                value += offset;
        }
    }

    // What config.json gives as numbers, GGUF keeps as tensors of divisors, one for each pair.
    private void AddRotaryTensors(GgufWriter writer, DecoderTraits traits)
    {
        var rope = traits.Layers[0].Rope;
        switch (rope.Scaling)
        {
            case RopeScaling.Llama3:
                var scaled = RotaryFrequencies.Load(rope, new WeightLoader(file), file.Config.ContextLength).PerPosition;
                var plain = RotaryFrequencies.Load(rope with { Scaling = null }, new WeightLoader(file), file.Config.ContextLength).PerPosition;
                AddVector(writer, "rope_freqs.weight", [.. plain.Zip(scaled, (all, divided) => (float)(all / divided))]);
                break;
            case RopeScaling.LongRope { Short: { } shortFactors, Long: { } longFactors }:
                AddVector(writer, "rope_factors_short.weight", shortFactors);
                AddVector(writer, "rope_factors_long.weight", longFactors);
                break;
        }
    }

    private static void AddVector(GgufWriter writer, string name, float[] numbers) =>
        writer.Add(name, [numbers.Length], WeightEncoding.F32, (_, values) => numbers.CopyTo(values));

    private ModelFormatException Refusal(ModelTensor tensor, string what, string remedy) =>
        new(file.Path, $"it {what}, which cannot be imported", $"tensor '{tensor.Name}'", remedy);
}
