using Freehold.Contracts.Distillation;
using Freehold.Contracts.Inference;
using Freehold.Inference.Specialists;

namespace Freehold.Workers.Students;

/// <inheritdoc cref="ISpecialistGrain"/>
/// <remarks>A prediction takes less than a millisecond, so that it is computed in the grain's turn: handing it to a thread would cost more.</remarks>
[StatelessWorker, Reentrant]
public sealed class SpecialistGrain(StudentNames names, SpecialistShelf shelf) : Grain, ISpecialistGrain
{
    /// <inheritdoc/>
    public async ValueTask<PredictAnswer> PredictAsync(PredictRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Text.Length > PredictRequest.MaxTextLength)
        {
            return Refuse(
                request, PredictRefusalKind.TextTooLong,
                $"the text has {request.Text.Length} characters, and a specialist reads {PredictRequest.MaxTextLength}");
        }

        var id = WorkloadId.Parse(this.GetPrimaryKeyString());
        var named = await names.FindAsync(id.Tenant, request.Digest, cancellationToken);
        if (!Array.Exists(named, student => student.Kind == StudentKind.Specialist && student.Workload == id.Name))
        {
            return Refuse(request, PredictRefusalKind.NotNamed, $"the student catalog names no specialist {request.Digest} for '{id}'");
        }

        // Nobody waits for weights that are read: the teacher is there, and time lost would look as if the student were slow.
        var loading = shelf.GetAsync(id.ToString(), request.Digest);
        if (!loading.IsCompleted)
        {
            return Refuse(request, PredictRefusalKind.Loading, "it is being loaded");
        }

        var shelved = await loading;
        return shelved.Model is { } model
            ? Predict(model, request)
            : new PredictAnswer { Digest = request.Digest, Refusal = shelved.Refusal };
    }

    private static PredictAnswer Predict(SpecialistModel model, PredictRequest request)
    {
        var prediction = model.Predict(request.Text);
        return new PredictAnswer
        {
            Label = prediction.Label,
            Probability = prediction.Probability,
            OutOfScope = prediction.OutOfScope,
            Json = model.Task == SpecialistTask.Extraction ? prediction.Label : null,
            Digest = request.Digest,
        };
    }

    private static PredictAnswer Refuse(PredictRequest request, PredictRefusalKind kind, string detail) =>
        new() { Digest = request.Digest, Refusal = new PredictRefusal { Kind = kind, Detail = detail } };
}
