namespace Freehold.Inference.Specialists.Features;

/// <summary>A text as the features that a vocabulary knows.</summary>
internal interface ISparseText
{
    /// <summary>Rows of the features, block by block, each once.</summary>
    ReadOnlySpan<int> Rows(BlockRange blocks);

    /// <summary>Their values.</summary>
    ReadOnlySpan<float> Values(BlockRange blocks);
}
