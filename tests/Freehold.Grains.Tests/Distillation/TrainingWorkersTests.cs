using Freehold.Contracts.Routing;
using Freehold.Grains.Distillation;

namespace Freehold.Grains.Tests.Distillation;

public class TrainingWorkersTests
{
    private static readonly LoadSnapshot Load = new()
    {
        Version = 1,
        Workers = [Worker("a/cpu0"), Worker("b/cpu0", "llama"), Worker("c/cpu0", "llama")],
    };

    [Fact]
    public void Nobody_there_is_no_worker() => Assert.Null(TrainingWorkers.Choose(LoadSnapshot.Empty, "a/cpu0", null, "0000"));

    [Theory]
    [InlineData("0000", "a/cpu0")]
    [InlineData("0001", "b/cpu0")]
    [InlineData("0002", "c/cpu0")]
    public void Jobs_are_spread_over_the_workers(string job, string expected) => Assert.Equal(expected, TrainingWorkers.Choose(Load, null, null, job));

    [Fact]
    public void Whoever_has_the_job_keeps_it_while_it_is_there()
    {
        Assert.Equal("c/cpu0", TrainingWorkers.Choose(Load, "c/cpu0", null, "0000"));
        Assert.Equal("a/cpu0", TrainingWorkers.Choose(Load, "gone/cpu0", null, "0000"));
    }

    [Fact]
    public void An_adapter_is_trained_where_its_model_is()
    {
        Assert.Equal("b/cpu0", TrainingWorkers.Choose(Load, "a/cpu0", "llama", "0000"));
        Assert.Null(TrainingWorkers.Choose(Load, null, "qwen", "0000"));
    }

    private static WorkerLoad Worker(string place, params string[] models) => new()
    {
        Place = place,
        Models = [.. models.Select(model => new ModelLoad { Model = model, WaitingRequests = 0, ActiveRequests = 0, MaxActiveRequests = 1 })],
    };
}
