using Freehold.Contracts.Routing;

namespace Freehold.Grains.Distillation;

/// <summary>Finds a worker for a cycle's jobs.</summary>
internal static class TrainingWorkers
{
    /// <summary>The key of a worker's trainer; null where none is there that could do it.</summary>
    /// <param name="load">What all workers say of themselves.</param>
    /// <param name="before">The one that has the jobs already, which keeps them while it is there; null for none.</param>
    /// <param name="baseModel">The model that an adapter is trained on; null for a specialist, which any worker trains.</param>
    /// <param name="jobId">Spreads the jobs.</param>
    public static string? Choose(LoadSnapshot load, string? before, string? baseModel, string jobId)
    {
        string[] places = [.. load.Workers
            .Where(worker => baseModel is null || worker.Models.Any(model => model.Model == baseModel))
            .Select(worker => worker.Place)];
        return places.Length == 0 ? null
            : Array.IndexOf(places, before) >= 0 ? before
            : places[Convert.ToInt32(jobId[..4], 16) % places.Length];
    }
}
