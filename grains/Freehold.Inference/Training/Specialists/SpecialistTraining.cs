using Freehold.Inference.Specialists;

namespace Freehold.Inference.Training.Specialists;

/// <summary>A trained specialist and what its training found.</summary>
/// <param name="Model">Ready to predict; its bytes are in <see cref="SpecialistModel.File"/>.</param>
/// <param name="Report">What was found.</param>
public sealed record SpecialistTraining(SpecialistModel Model, SpecialistTrainingReport Report);

/// <summary>What training a specialist found. Rates are estimates on predictions of texts that the predicting model had not seen.</summary>
public sealed record SpecialistTrainingReport
{
    /// <summary>Examples that were learnt from.</summary>
    public required int Examples { get; init; }

    /// <summary>Examples that were left out, such as those beyond a bound.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Those among them that are out of scope.</summary>
    public required int OutOfScopeExamples { get; init; }

    /// <summary>Labels, or for extraction fields.</summary>
    public required int Labels { get; init; }

    /// <summary>Examples whose label was almost surely wrong and was replaced.</summary>
    public required int Relabelled { get; init; }

    /// <summary>What tells the share of wrong labels.</summary>
    public required LabelAnchors Anchors { get; init; }

    /// <summary>Estimated share of right answers in scope, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Estimated share of texts in scope that are answered at <see cref="SpecialistModel.ServeAt"/>.</summary>
    public required double ServedShare { get; init; }

    /// <summary>Estimated share of right answers among those.</summary>
    public required double ServedAccuracy { get; init; }

    /// <summary>Share of texts in scope that are taken for out of scope.</summary>
    public required double FalseOutOfScope { get; init; }

    /// <summary>Share of examples out of scope that are found; null where there are none.</summary>
    public required double? OutOfScopeRecall { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required int FileBytes { get; init; }
}
