using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Feedback;

namespace Freehold.Cli.Verbs;

/// <summary><c>feedback RESPONSE_ID</c>.</summary>
internal static class FeedbackVerb
{
    public static Command Create(CliApp app)
    {
        var id = new Argument<string>("RESPONSE_ID") { Description = "The id of the answer, as 'outcomes list' or the API shows it" };
        var score = new Option<double?>("--score") { Description = "From 0 (useless) to 1 (perfect)", HelpName = "SCORE" };
        var label = new Option<string?>("--label") { Description = "The right class, or a word such as 'accepted'", HelpName = "LABEL" };
        var comment = new Option<string?>("--comment") { Description = "Free text", HelpName = "TEXT" };
        var answer = new Option<string?>("--answer") { Description = "The answer as it should have been; a student may learn it", HelpName = "TEXT" };
        var command = new Command("feedback", "Say what an answer was worth") { id, score, label, comment, answer };
        command.Validators.Add(result =>
        {
            if (result.GetValue(score) is null && result.GetValue(label) is null && result.GetValue(answer) is null)
                result.AddError("Feedback needs a --score, a --label, or an --answer.");
        });
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var request = new FeedbackRequest
            {
                ResponseId = run.Get(id),
                Score = run.Get(score),
                Label = run.Get(label),
                Comment = run.Get(comment),
                Answer = run.Get(answer),
            };
            var receipt = await run.Client().SendFeedbackAsync(request, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(receipt, CliJson.Wire.FeedbackReceipt);
            else run.Output.Line($"Feedback on {receipt.ResponseId} is in the log.");
        });
    }
}
