using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models;

/// <summary>
/// Hands a family the tensors that it asks for, checked against the shapes that the configuration promises, and in the end refuses a file
/// that holds others: a bias left out would not fail, it would give wrong text.
/// </summary>
internal sealed class WeightLoader(ModelFile file)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public ModelConfig Config => file.Config;

    public bool Contains(string name) => file.Tensors.ContainsKey(name);

    /// <summary>A matrix [rows, columns], left where it lies.</summary>
    public WeightMatrix Matrix(string name, int rows, int columns) => new(Take(name, rows, columns));

    /// <summary>A vector [size], decoded: there are few, and they are short.</summary>
    public float[] Vector(string name, int size)
    {
        var tensor = Take(name, size);
        var values = new float[size];
        RowDecoder.Decode(tensor.Type, tensor.Rows(0, 1), values);
        return values;
    }

    public void RefuseUnused()
    {
        foreach (var name in file.Tensors.Keys)
        {
            if (!_used.Contains(name))
            {
                throw new ModelFormatException(
                    file.Path, $"family '{Config.Family}' has no use for this tensor here, so the model is of another kind",
                    $"tensor '{name}'", "Use a model of a supported family.");
            }
        }
    }

    private ModelTensor Take(string name, params ReadOnlySpan<int> shape)
    {
        if (!file.Tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelFormatException(
                file.Path, "the tensor is missing", $"tensor '{name}'", "Give the whole model, with all its shards.");
        }

        if (!tensor.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new ModelFormatException(
                file.Path, $"its shape is [{string.Join(", ", tensor.Shape)}], the configuration says [{string.Join(", ", shape.ToArray())}]",
                $"tensor '{name}'", ModelFormatException.Damaged);
        }

        _used.Add(name);
        return tensor;
    }
}
