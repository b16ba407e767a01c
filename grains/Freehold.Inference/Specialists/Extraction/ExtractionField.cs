namespace Freehold.Inference.Specialists.Extraction;

/// <summary>A member of the object that an extractor answers with.</summary>
/// <param name="Name">Its key.</param>
/// <param name="IsNumber">The copied text is written as a JSON number.</param>
/// <param name="IsNullWhenMissing">Where the text does not hold it, it is written as null instead of being left out.</param>
/// <param name="IsRequired">All training answers had it: an answer without it is the teacher's to give.</param>
internal sealed record ExtractionField(string Name, bool IsNumber, bool IsNullWhenMissing, bool IsRequired);
