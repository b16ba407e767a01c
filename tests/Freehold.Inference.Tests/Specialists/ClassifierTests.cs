using Freehold.Inference.Specialists;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Inference.Tests.Specialists;

public sealed class ClassifierTests
{
    private static SpecialistModel Model => SupportDesk.TrainedClassifier.Model;

    [Theory]
    [InlineData("would you refund the money", "refund")]
    [InlineData("i forgot the password of my login", "password")]
    [InlineData("when will the shipment be here, my parcel is late", "delivery")]
    public void New_texts_get_the_label_of_those_like_them(string text, string label)
    {
        var prediction = Model.Predict(text);
        Assert.Equal(label, prediction.Label);
        Assert.Equal(label, Model.Labels[prediction.LabelIndex]);
        Assert.InRange(prediction.Probability, 0.4, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\uD83D\uDE00 ?!")]
    [InlineData("zxqv jjkw")]
    public void A_text_without_any_known_feature_is_out_of_scope(string text) => Assert.True(Model.Predict(text).OutOfScope);

    [Fact]
    public void What_the_teacher_called_out_of_scope_is_escalated_and_never_answered()
    {
        Assert.DoesNotContain(SupportDesk.OutOfScope, Model.Labels);
        Assert.True(Model.Predict("what is the height of mount everest").OutOfScope);
        Assert.False(Model.Predict("please refund the payment").OutOfScope);
    }

    [Fact]
    public void Without_examples_out_of_scope_about_the_stated_share_is_escalated()
    {
        var examples = SupportDesk.Requests().Where(example => example.Label != SupportDesk.OutOfScope).ToList();
        var report = SpecialistTrainer.Train(examples, [], new SpecialistTrainingOptions { MaxFalseOutOfScope = 0.25 }).Report;
        Assert.Equal(0.25, report.FalseOutOfScope, 0.02);
        Assert.Null(report.OutOfScopeRecall);
        Assert.Equal(0, report.OutOfScopeExamples);
    }

    [Fact]
    public void A_long_text_costs_and_counts_no_more_than_its_beginning()
    {
        var beginning = string.Concat(Enumerable.Repeat("refund the payment ", 200))[..SpecialistModel.MaxTextLength];
        Assert.Equal(Model.Predict(beginning), Model.Predict(beginning + new string('x', 1_000_000)));
    }

    [Fact]
    public void Case_does_not_matter() => Assert.Equal(Model.Predict("refund my ÖLPAYMENT"), Model.Predict("Refund MY ölpayment"));

    [Fact]
    public void A_loaded_file_predicts_as_the_trained_model_does()
    {
        using var stream = new MemoryStream(Model.File.ToArray());
        var loaded = SpecialistModel.Load(stream);
        Assert.Equal(Model.Digest, loaded.Digest);
        Assert.Equal(Model.ServeAt, loaded.ServeAt);
        Assert.Equal(SpecialistTask.Classification, loaded.Task);
        foreach (var example in SupportDesk.Requests())
            Assert.Equal(Model.Predict(example.Text), loaded.Predict(example.Text));
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        var texts = SupportDesk.Requests().Select(example => example.Text).ToArray();
        var alone = Array.ConvertAll(texts, text => Model.Predict(text));
        Parallel.For(0, 4 * texts.Length, i => Assert.Equal(alone[i % texts.Length], Model.Predict(texts[i % texts.Length])));
    }
}
