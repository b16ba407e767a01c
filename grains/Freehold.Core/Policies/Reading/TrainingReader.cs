namespace Freehold.Core.Policies.Reading;

/// <summary>Reads the section <c>training</c>, and refuses what says nothing or is wider than the tenant's.</summary>
internal static class TrainingReader
{
    public static readonly (string Name, PersonalDataInTraining Value)[] PersonalDataNames =
        [("remove", PersonalDataInTraining.Remove), ("refuse", PersonalDataInTraining.Refuse)];

    private static readonly string[] Keys = ["allow", "max_label", "personal_data", "retention_days"];

    /// <summary>
    /// What is stated, else what holds outside; <paramref name="outer"/> is the tenant's, which a workload may only narrow.
    /// </summary>
    public static TrainingPolicy Read(PolicySection parent, TrainingPolicy? outer)
    {
        var basis = outer ?? TrainingPolicy.Never;
        if (parent.Section("training", Keys) is not { } section)
        {
            return basis;
        }

        var read = new TrainingPolicy(
            section.Flag("allow") ?? basis.Allowed,
            section.Choice("max_label", LabelsReader.LabelNames) ?? basis.MaxLabel,
            section.Choice("personal_data", PersonalDataNames) ?? basis.PersonalData,
            section.Whole("retention_days", 1, PolicyBounds.MaxRetentionDays) ?? basis.RetentionDays);
        if (outer is not null && !CheckNarrower(section, read, outer))
        {
            return outer;
        }

        if (!read.Allowed)
        {
            foreach (var key in Keys.Skip(1))
            {
                if (section.Find(key) is { } idle)
                {
                    section.Fault(idle, key, "training is not allowed, so this says nothing", "set allow: true, or remove it");
                }
            }
        }

        return read;
    }

    private static bool CheckNarrower(PolicySection section, TrainingPolicy read, TrainingPolicy outer)
    {
        (string Key, bool IsWider, string Outer)[] checks =
        [
            ("allow", read.Allowed && !outer.Allowed, "does not allow training"),
            ("max_label", outer.Allowed && read.MaxLabel > outer.MaxLabel, $"goes no further than {LabelsReader.NameOf(outer.MaxLabel)}"),
            ("personal_data", outer.Allowed && read.PersonalData < outer.PersonalData, "refuses exchanges with personal data"),
            ("retention_days", outer.Allowed && read.RetentionDays > outer.RetentionDays, $"keeps exchanges for {outer.RetentionDays} days"),
        ];
        foreach (var (key, _, words) in checks.Where(check => check.IsWider))
        {
            section.Fault(
                section.Find(key)!, key, $"the tenant {words}, and this is wider",
                "a workload may only narrow it, since a client names it: remove the key, or widen the tenant's");
        }

        return !checks.Any(check => check.IsWider);
    }
}
