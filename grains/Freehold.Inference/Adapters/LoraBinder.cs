using Freehold.Inference.Formats;
using Freehold.Inference.Models;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Adapters;

/// <summary>Binds an adapter to the linear products of one model: finds each by its name, and checks that the shapes fit.</summary>
internal sealed class LoraBinder(DecoderWeights weights, ModelFamily family)
{
    /// <exception cref="ModelFormatException">It is not an adapter for this model.</exception>
    public LoraAdapter Bind(PeftFolder folder, CancellationToken cancellationToken)
    {
        var linears = weights.Linears.ToLookup(linear => linear.Tensor, StringComparer.Ordinal);
        var pairs = new LoraPair?[weights.LinearCount];
        foreach (var (module, (a, b)) in folder.Pairs)
        {
            var parts = Find(folder, module, linears);
            var rows = parts.Max(part => part.FirstRow + part.Rows);
            if (a.Columns != parts[0].Columns || b.Shape[0] != rows)
            {
                throw new ModelFormatException(
                    folder.Path, $"it maps {a.Columns} numbers to {b.Shape[0]}, the model's layer {parts[0].Columns} to {rows}",
                    $"module '{module}'", "Use an adapter that was trained on this model.");
            }

            var low = LoraMatrix.From(a);
            var high = LoraMatrix.From(b);
            foreach (var part in parts)
                pairs[part.Index] = new LoraPair(low, LoraMatrix.Transposed(high, SourceRows(part)), folder.Config.ScaleFor(low.Rows));
        }

        return new LoraAdapter(weights, folder.ComputeDigest(cancellationToken), pairs);
    }

    // A tensor that the model runs in parts (a fused query, key and value) has one adapter, of which each part takes its rows.
    private LinearLayer[] Find(PeftFolder folder, string module, ILookup<string, LinearLayer> linears)
    {
        const string ending = ".weight";
        var name = family.GgufName(module + ending);
        LinearLayer[] parts = name is null || !name.EndsWith(ending, StringComparison.Ordinal) ? [] : [.. linears[name[..^ending.Length]]];
        return parts.Length > 0
            ? parts
            : throw new ModelFormatException(
                folder.Path, $"the model '{weights.Config.Name}' has no linear layer that adapters can address under this name",
                $"module '{module}'", "Use an adapter that was trained on this model, of its attention and feed-forward layers only.");
    }

    /// <summary>Which row of B each output of the part comes from: [part.Rows].</summary>
    private int[] SourceRows(LinearLayer part)
    {
        var rows = Enumerable.Range(part.FirstRow, part.Rows).ToArray();
        var isRotary = part.Tensor.EndsWith(".attn_q", StringComparison.Ordinal) || part.Tensor.EndsWith(".attn_k", StringComparison.Ordinal);
        return isRotary && weights.Traits.Layers[0].Rope.Layout == RopeLayout.Interleaved ? Interleave(rows) : rows;
    }

    // PEFT's rows are Hugging Face's, where a rotary pair lies half a head apart; GGUF puts the two side by side.
    private int[] Interleave(int[] rows)
    {
        var (size, half) = (weights.Config.HeadSize, weights.Config.HeadSize / 2);
        var order = new int[rows.Length];
        for (var row = 0; row < order.Length; row++)
        {
            var (head, within) = Math.DivRem(row, size);
            order[row] = rows[head * size + within / 2 + within % 2 * half];
        }

        return order;
    }
}
