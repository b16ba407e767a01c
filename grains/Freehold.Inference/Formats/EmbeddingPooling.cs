namespace Freehold.Inference.Formats;

/// <summary>How the vectors of a text's tokens become the text's one vector.</summary>
public enum EmbeddingPooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The first one's: BERT's [CLS].</summary>
    FirstToken,

    /// <summary>The last one's.</summary>
    LastToken,
}
