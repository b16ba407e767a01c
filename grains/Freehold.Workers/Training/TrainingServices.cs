using Freehold.Inference.Training;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Workers.Training;

/// <summary>Registers what trains students on a worker.</summary>
public static class TrainingServices
{
    /// <summary>Adds the training thread and what it does; the host registers the engines.</summary>
    /// <remarks>The gate is the one that inference enters, before which training waits.</remarks>
    public static IServiceCollection AddFreeholdTraining(this IServiceCollection services) => services
        .AddSingleton<TrainingGate>()
        .AddSingleton<ITrainingYield>(services => services.GetRequiredService<TrainingGate>())
        .AddSingleton<SpecialistWork>()
        .AddSingleton<AdapterWork>()
        .AddSingleton<StudentWork>()
        .AddSingleton<TrainingHost>();
}
