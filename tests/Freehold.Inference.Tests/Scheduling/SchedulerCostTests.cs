using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>What a step costs beside the model's own work.</summary>
public sealed class SchedulerCostTests
{
    private const int Sequences = 4, StepsPerRound = 8;

    // The text of one token, as a string.
    private const int TextBytes = 40;

    [Fact]
    public void A_warm_step_allocates_nothing_but_the_text_that_it_brings()
    {
        var options = new SchedulerOptions { FlushTokens = 1_024 };
        using var driver = new StepDriver(
            options, new ModelLoadOptions { Threads = 1 }, new TinyLlamaShape { ContextLength = 1_024, LayerCount = 1 },
            withoutArithmetic: true, endless: true);
        for (var i = 0; i < Sequences; i++)
            driver.Submit(new GenerationRequest { PromptTokenIds = [1, 300 + i], MaxTokens = 1_000 });
        for (var step = 0; step < 40; step++)
            driver.Scheduler.Step();

        var allocated = Allocations.Fewest(() =>
        {
            for (var step = 0; step < StepsPerRound; step++)
                driver.Scheduler.Step();
        });

        Assert.InRange(allocated, 0, StepsPerRound * Sequences * TextBytes);
    }
}
