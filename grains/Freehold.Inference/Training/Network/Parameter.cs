namespace Freehold.Inference.Training.Network;

/// <summary>A matrix or vector that is trained: a part of a <see cref="ParameterSet"/>.</summary>
/// <param name="Name">Its tensor's name in GGUF's naming, or that of an adapter's part.</param>
/// <param name="Rows">Outputs; 1 for a vector.</param>
/// <param name="Columns">Inputs, or the vector's length.</param>
/// <param name="Offset">Place of its first number in the set.</param>
internal sealed record Parameter(string Name, int Rows, int Columns, long Offset)
{
    /// <summary>Numbers.</summary>
    public int Length { get; } = checked(Rows * Columns);

    /// <summary>Norms and biases keep their size: they do not decay.</summary>
    public bool Decays => Rows > 1;
}
