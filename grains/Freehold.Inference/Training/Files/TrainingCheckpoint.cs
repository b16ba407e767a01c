using System.Globalization;
using System.Runtime.InteropServices;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training.Files;

/// <summary>
/// The state of a run after a step: what is trained, and the optimizer's moments. The step's number tells the rest: the place in the data
/// and every random number are functions of it.
/// </summary>
/// <remarks>A safetensors file, replaced whole: a run that is killed while it writes finds the one before.</remarks>
internal sealed class TrainingCheckpoint(string folder, string fingerprint)
{
    private const string FileName = "checkpoint.safetensors";
    private const string StepKey = "step", LossKey = "loss", FingerprintKey = "fingerprint";

    private readonly string _path = Path.Combine(folder, FileName);

    /// <summary>Writes the state after <paramref name="step"/> steps.</summary>
    public void Save(ParameterSet parameters, int step, double loss)
    {
        var output = new SafetensorsOutput();
        output.SetMetadata(FingerprintKey, fingerprint);
        output.SetMetadata(StepKey, step.ToString(CultureInfo.InvariantCulture));
        output.SetMetadata(LossKey, loss.ToString("R", CultureInfo.InvariantCulture));
        foreach (var (kind, buffer) in Parts(parameters))
        {
            foreach (var parameter in parameters.Parameters)
                output.Add(TensorName(kind, parameter), [parameter.Rows, parameter.Columns], Rows(buffer, parameter));
        }

        output.Save(_path);
    }

    /// <summary>Reads the state, where there is one.</summary>
    /// <returns>Steps done and the loss of the last; none where there is no checkpoint.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or another run's.</exception>
    public (int Step, double Loss)? Load(ParameterSet parameters)
    {
        DeletePartial();
        if (!File.Exists(_path))
            return null;
        using var shard = SafetensorsShard.Open(_path, name => name);
        if (shard.Metadata.GetValueOrDefault(FingerprintKey) != fingerprint)
        {
            throw new ModelFormatException(
                _path, "the checkpoint is of another run: its model, its options or its examples differ", "metadata",
                "Train in another folder, or delete the checkpoint.");
        }

        if (!int.TryParse(shard.Metadata.GetValueOrDefault(StepKey), CultureInfo.InvariantCulture, out var step)
            || !double.TryParse(shard.Metadata.GetValueOrDefault(LossKey), CultureInfo.InvariantCulture, out var loss))
        {
            throw new ModelFormatException(_path, "it does not tell the step and the loss", "metadata", ModelFormatException.Damaged);
        }

        var tensors = shard.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (kind, buffer) in Parts(parameters))
        {
            foreach (var parameter in parameters.Parameters)
                Read(tensors, TensorName(kind, parameter), parameter, buffer);
        }

        return (step, loss);
    }

    private void Read(Dictionary<string, ModelTensor> tensors, string name, Parameter parameter, FloatBuffer buffer)
    {
        if (!tensors.TryGetValue(name, out var tensor) || tensor.Type != TensorType.F32
            || !tensor.Shape.AsSpan().SequenceEqual([parameter.Rows, parameter.Columns]))
        {
            throw new ModelFormatException(
                _path, $"it holds no matrix [{parameter.Rows}, {parameter.Columns}] of this name", $"tensor '{name}'",
                ModelFormatException.Damaged);
        }

        for (var row = 0; row < parameter.Rows; row++)
        {
            var target = buffer.Slice(parameter.Offset + (long)row * parameter.Columns, parameter.Columns);
            tensor.Rows(row, 1).CopyTo(MemoryMarshal.AsBytes(target));
        }
    }

    private static IEnumerable<(string Kind, FloatBuffer Buffer)> Parts(ParameterSet parameters) =>
        [("value", parameters.Values), ("mean", parameters.Mean), ("squares", parameters.Squares)];

    private static string TensorName(string kind, Parameter parameter) => $"{kind}/{parameter.Name}";

    private static RowSource Rows(FloatBuffer buffer, Parameter parameter) =>
        (row, values) => buffer.Slice(parameter.Offset + (long)row * parameter.Columns, parameter.Columns).CopyTo(values);

    // What a killed run had not finished writing.
    private void DeletePartial()
    {
        foreach (var partial in Directory.EnumerateFiles(folder, $".{FileName}.*.partial"))
            File.Delete(partial);
    }
}
