namespace Freehold.Inference.Training.Starter.Evaluation;

/// <summary>How well a starter model does on dialogs of which neither the questions nor the values were in training.</summary>
/// <param name="Perplexity">Of the tokens of the held-out answers.</param>
/// <param name="FamiliarPerplexity">Of the tokens of answers to questions as training has them, in dialogs that it did not have.</param>
/// <param name="Plain">Extraction without a constraint.</param>
/// <param name="Constrained">Extraction where the answer must keep to the JSON schema of what is asked for.</param>
/// <param name="Familiar">Extraction with a constraint, of messages worded as in training.</param>
/// <param name="SupportRight">Share of support questions that get exactly the right answer.</param>
/// <param name="FamiliarSupportRight">The same of questions worded as in training.</param>
/// <param name="IdentityRight">Share of greetings and questions about the model that get exactly the right answer.</param>
/// <param name="UnknownRight">Share of other questions to which it says that it does not know.</param>
/// <param name="SummaryRight">Share of summaries that are exactly right.</param>
/// <param name="RepetitionRight">Share of texts that are said again exactly.</param>
public sealed record StarterFigures(
    double Perplexity,
    double FamiliarPerplexity,
    ExtractionFigures Plain,
    ExtractionFigures Constrained,
    ExtractionFigures Familiar,
    double SupportRight,
    double FamiliarSupportRight,
    double IdentityRight,
    double UnknownRight,
    double SummaryRight,
    double RepetitionRight);

/// <summary>How well values are extracted.</summary>
/// <param name="Valid">Share of answers that are a JSON object.</param>
/// <param name="Exact">Share of answers that have all keys asked for, each with the right value, and no others.</param>
/// <param name="FieldsRight">Share of all keys asked for that have the right value.</param>
public sealed record ExtractionFigures(double Valid, double Exact, double FieldsRight);
