using Freehold.Core.Features;
using Freehold.Core.Workloads;
using Freehold.Testing;

namespace Freehold.Core.Tests.Workloads;

public class WorkloadClassifierTests
{
    private static readonly (string Workload, string[] Texts)[] Few =
    [
        ("support",
        [
            "My printer does not print any more, what can I do?", "The screen of my laptop stays black after the update",
            "I cannot log in to my mailbox since this morning", "How do I connect the headset to my computer?",
        ]),
        ("sql",
        [
            "Write an SQL query that sums the sales by month", "SELECT the ten customers with the most orders from the table orders",
            "Join the table customers with invoices and count rows by country", "Why is this SQL query with GROUP BY slow?",
        ]),
        ("translate",
        [
            "Translate into German: Where is the station?", "Translate this sentence into French: the cat sleeps",
            "Please translate the following text into Spanish: good morning", "What is the German translation of 'invoice'?",
        ]),
    ];

    private static readonly WorkloadClassifier Classifier = WorkloadClassifier.Learn(Few.SelectMany(
        workload => workload.Texts.Select(text => new WorkloadExample(workload.Workload, Features(text)))));

    [Theory]
    [InlineData("My laptop does not connect to the printer any more", "support")]
    [InlineData("The mailbox on my computer stays empty since the update, what can I do?", "support")]
    [InlineData("Write an SQL query that counts the orders by customer", "sql")]
    [InlineData("Translate into French: where is my invoice?", "translate")]
    [InlineData("Please translate this sentence into German: the dog barks", "translate")]
    public void A_few_examples_are_enough(string text, string workload) => Assert.Equal(workload, Classify(text).Workload);

    [Theory]
    [InlineData("A haiku about autumn leaves in moonlight")]
    [InlineData("Describe photosynthesis for ten year olds")]
    [InlineData("zxcv qwer asdf")]
    [InlineData("12345")]
    [InlineData("")]
    public void What_is_like_none_is_unknown(string text)
    {
        var guess = Classify(text);

        Assert.Null(guess.Workload);
        Assert.InRange(guess.Confidence, 0, WorkloadClassifier.LeastConfidence);
    }

    [Fact]
    public void Every_example_is_of_its_own_workload() =>
        Assert.All(Few, workload => Assert.All(workload.Texts, text => Assert.Equal(workload.Workload, Classify(text).Workload)));

    [Fact]
    public void Without_examples_everything_is_unknown() =>
        Assert.Equal(WorkloadGuess.Unknown, WorkloadClassifier.Empty.Classify(Features("hello")));

    [Fact]
    public void One_workload_alone_still_tells_what_is_not_of_it()
    {
        var alone = WorkloadClassifier.Learn(Few[0].Texts.Select(text => new WorkloadExample("support", Features(text))));

        Assert.Equal("support", alone.Classify(Features("My printer does not connect to my laptop any more, what can I do?")).Workload);
        Assert.Null(alone.Classify(Features("Translate into German: good evening")).Workload);
    }

    [Fact]
    public void Confidence_is_a_probability_and_classifying_allocates_nothing()
    {
        var features = Features("Write an SQL query that joins two tables");
        Classifier.Classify(features);

        Assert.InRange(Classifier.Classify(features).Confidence, 0, 1);
        Assert.Equal(0, Allocations.Fewest(() => Classifier.Classify(features)));
    }

    [Fact]
    public void Requests_that_name_their_workload_teach_it()
    {
        var memory = new WorkloadMemory([]);
        foreach (var text in Few[1].Texts)
        {
            memory.Observe(new WorkloadExample("sql", Features(text)));
        }

        Assert.Equal(0, memory.Classifier.Count);
        memory.Refresh();

        Assert.Equal("sql", memory.Classifier.Classify(Features("Write an SQL query that sums the orders by month")).Workload);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var memory = new WorkloadMemory([]);
        for (var i = 0; i < WorkloadMemory.MaxWorkloads + 10; i++)
        {
            memory.Observe(new WorkloadExample($"w{i}", Features("some text of it")));
        }

        memory.Refresh();

        Assert.Equal(WorkloadMemory.MaxWorkloads, memory.Classifier.Count);
    }

    private static WorkloadGuess Classify(string text) => Classifier.Classify(Features(text));

    private static RequestFeatures Features(string text) => FeatureExtractor.Extract(text, new FeatureContext());
}
