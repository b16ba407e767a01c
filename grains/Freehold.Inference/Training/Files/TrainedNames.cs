using Freehold.Inference.Formats;
using Freehold.Inference.Import;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Models.Families;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training.Files;

/// <summary>Trained tensors as Hugging Face names and orders them.</summary>
internal static class TrainedNames
{
    private static readonly Dictionary<string, string> Outside = DecoderFamily.OutsideLayers.ToDictionary(pair => pair.Value, pair => pair.Key);
    private static readonly Dictionary<string, string> InLayer = Inverse();

    /// <summary>Hugging Face's name of <c>blk.3.attn_q</c> and the like, without ending: <c>model.layers.3.self_attn.q_proj</c>.</summary>
    public static string Module(string ggufName)
    {
        if (ggufName.Split('.', 3) is ["blk", var layer, var part])
            return $"model.layers.{layer}.{InLayer[part]}";
        const string ending = ".weight";
        return Outside[ggufName + ending][..^ending.Length];
    }

    /// <summary>The row of the trained matrix that becomes a row of Hugging Face's.</summary>
    public static int SourceRow(ModelConfig config, string ggufName, int row)
    {
        var isRotary = ggufName.EndsWith(".attn_q", StringComparison.Ordinal) || ggufName.EndsWith(".attn_k", StringComparison.Ordinal);
        return isRotary && config.Decoder!.Layers[0].Rope.Layout == RopeLayout.Interleaved
            ? RotaryRows.TargetOf(row, config.HeadSize)
            : row;
    }

    /// <summary>Rows of a parameter in Hugging Face's order.</summary>
    public static Formats.Gguf.RowSource Rows(NetworkWeights network, Parameter parameter, string ggufName) => (row, values) =>
    {
        var from = parameter.Offset + (long)SourceRow(network.Config, ggufName, row) * parameter.Columns;
        network.Parameters.Values.Slice(from, parameter.Columns).CopyTo(values);
    };

    private static Dictionary<string, string> Inverse()
    {
        var names = DecoderFamily.LlamaNames.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        names["attn_q_norm"] = "self_attn.q_norm";
        names["attn_k_norm"] = "self_attn.k_norm";
        return names;
    }
}
