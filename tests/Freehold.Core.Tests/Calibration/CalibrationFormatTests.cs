using Freehold.Core.Calibration;

namespace Freehold.Core.Tests.Calibration;

public class CalibrationFormatTests
{
    [Fact]
    public void A_snapshot_comes_back_as_it_was()
    {
        var snapshot = new SimulatedModel(31).Learn(400);
        var again = CalibrationSnapshot.FromBytes(snapshot.ToBytes());

        Assert.Equal(snapshot.ToBytes(), again.ToBytes());
        Assert.Equal(snapshot.Find("tiny@1", "triage").KeepAt(0.8), again.Find("tiny@1", "triage").KeepAt(0.8));
        Assert.Equal(2, again.Calibrators.Count);
    }

    [Fact]
    public void A_trainer_goes_on_where_it_was_stored()
    {
        var (straight, stored) = (new SimulatedModel(32), new SimulatedModel(32));
        var expected = straight.Teach(straight.Teach(new CalibrationTrainer(), 150), 150).Train(1);
        var restored = CalibrationTrainer.FromBytes(stored.Teach(new CalibrationTrainer(), 150).ToBytes());

        Assert.Equal(expected.ToBytes(), stored.Teach(restored, 150).Train(1).ToBytes());
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        var snapshot = new SimulatedModel(33).Learn(200).ToBytes();
        var trainer = new SimulatedModel(34).Teach(new CalibrationTrainer(), 20).ToBytes();
        for (var length = 0; length < snapshot.Length; length += 7)
        {
            Assert.Throws<InvalidDataException>(() => CalibrationSnapshot.FromBytes(snapshot[..length]));
        }

        for (var length = 0; length < trainer.Length; length += 7)
        {
            Assert.Throws<InvalidDataException>(() => CalibrationTrainer.FromBytes(trainer[..length]));
        }

        snapshot[0] = 9;
        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => CalibrationSnapshot.FromBytes(snapshot)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spoiled_bytes_do_no_harm()
    {
        var random = new Random(35);
        var bytes = new SimulatedModel(36).Learn(200).ToBytes();
        for (var i = 0; i < 2_000; i++)
        {
            var spoiled = (byte[])bytes.Clone();
            spoiled[random.Next(spoiled.Length)] = (byte)random.Next(256);
            try
            {
                CalibrationSnapshot.FromBytes(spoiled).Find("tiny@1", "triage").KeepAt(0.8);
            }
            catch (InvalidDataException)
            {
            }
        }
    }
}
