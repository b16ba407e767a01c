using Freehold.Core.Calibration;

namespace Freehold.Core.Tests.Calibration;

public class CalibrationTests
{
    [Fact]
    public void Probabilities_are_those_of_new_answers()
    {
        var model = new SimulatedModel(21);
        var calibrator = model.Learn(1_000).Find("tiny@1", "triage");

        var learned = ExpectedCalibrationError(model, calibrator);
        var assumed = ExpectedCalibrationError(model, Calibrator.Prior);

        TestContext.Current.TestOutputHelper?.WriteLine($"ECE {learned:0.000}, of the prior {assumed:0.000}");
        Assert.True(learned < 0.05, $"ECE {learned:0.000}");
        Assert.True(learned < assumed / 2, $"ECE {learned:0.000} against {assumed:0.000} of the prior.");
    }

    [Fact]
    public void A_probability_never_falls_where_the_score_grows()
    {
        var curve = new SimulatedModel(22).Learn(800).Find("tiny@1", "triage").Curve;
        var values = Enumerable.Range(0, 1_001).Select(i => curve.Probability(i / 1_000.0)).ToArray();

        Assert.Equal(values.Order(), values);
        Assert.All(values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void A_workload_with_too_few_outcomes_has_the_calibration_of_all_workloads()
    {
        var trainer = new SimulatedModel(23).Teach(new CalibrationTrainer(), 300);
        new SimulatedModel(24, workload: "rare").Teach(trainer, 20);
        var snapshot = trainer.Train(5);

        Assert.Equal(CalibrationLevel.Workload, snapshot.Find("tiny@1", "triage").Level);
        Assert.Equal(CalibrationLevel.Tenant, snapshot.Find("tiny@1", "rare").Level);
        Assert.Equal(CalibrationLevel.Tenant, snapshot.Find("tiny@1", null).Level);
        Assert.Equal(CalibrationLevel.Prior, snapshot.Find("tiny@2", "triage").Level);
        Assert.Equal(5, snapshot.Version);
    }

    [Fact]
    public void A_workload_of_its_own_kind_has_a_calibration_of_its_own()
    {
        var trainer = new SimulatedModel(25, workload: "easy", skill: 1.5).Teach(new CalibrationTrainer(), 600);
        new SimulatedModel(26, workload: "hard", skill: -1.5).Teach(trainer, 600);
        var snapshot = trainer.Train(1);
        var answer = new AnswerSignals { Tokens = 20, MeanLogProb = -0.6, MinLogProb = -2.4, LowLogProb = -1.7, MeanMargin = 1.5, EndedByItself = true };

        Assert.True(snapshot.Find("tiny@1", "easy").Probability(answer) > snapshot.Find("tiny@1", "hard").Probability(answer) + 0.2);
    }

    [Fact]
    public void Only_the_newest_outcomes_count()
    {
        var trainer = new SimulatedModel(27, skill: -3).Teach(new CalibrationTrainer(), 1_000);
        new SimulatedModel(28, skill: 3).Teach(trainer, 1_000);

        Assert.Equal(
            new SimulatedModel(28, skill: 3).Learn(1_000).Find("tiny@1", "triage").Curve.Probability(0.5),
            trainer.Train(1).Find("tiny@1", "triage").Curve.Probability(0.5),
            0.15);
    }

    [Fact]
    public void A_model_that_drifted_is_forgotten_and_others_are_not()
    {
        var trainer = new SimulatedModel(29).Teach(new CalibrationTrainer(), 200);
        new SimulatedModel(30, name: "other@1").Teach(trainer, 200);
        trainer.Forget("tiny@1");

        Assert.Equal(CalibrationLevel.Prior, trainer.Train(1).Find("tiny@1", "triage").Level);
        Assert.Equal(CalibrationLevel.Workload, trainer.Train(1).Find("other@1", "triage").Level);
    }

    [Fact]
    public void Other_weights_are_another_model()
    {
        Assert.Equal("tiny@abcdefabcdef", CalibrationKey.ModelOf("tiny", "abcdefabcdef0123456789"));
        Assert.Equal("tiny", CalibrationKey.ModelOf("tiny", null));
    }

    [Fact]
    public void However_many_models_and_workloads_there_are_the_trainer_is_bounded()
    {
        var trainer = new CalibrationTrainer();
        for (var i = 0; i < 10 * CalibrationTrainer.MaxWindows; i++)
        {
            trainer.Add(new CalibrationSample($"m{i}", "w", new float[AnswerSignals.Count], true));
        }

        Assert.True(trainer.ToBytes().Length < 64 * CalibrationTrainer.MaxWindows);
    }

    private static double ExpectedCalibrationError(SimulatedModel model, Calibrator calibrator)
    {
        const int bins = 10, answers = 20_000;
        var (count, said, right) = (new int[bins], new double[bins], new double[bins]);
        for (var i = 0; i < answers; i++)
        {
            var signals = model.Next();
            var probability = calibrator.Probability(signals);
            var bin = Math.Min(bins - 1, (int)(probability * bins));
            count[bin]++;
            said[bin] += probability;
            right[bin] += SimulatedModel.ChanceOf(signals);
        }

        return Enumerable.Range(0, bins).Sum(bin => Math.Abs(said[bin] - right[bin])) / answers;
    }
}
