using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>One function.</summary>
/// <param name="Memory">MB.</param>
/// <param name="Timeout">Seconds.</param>
/// <param name="ReservedConcurrency">Calls at once; null: as many as the account has.</param>
/// <param name="ProvisionedConcurrency">Environments kept warm; null: none.</param>
internal sealed record FunctionSettings(int Memory, int Timeout, int? ReservedConcurrency, int? ProvisionedConcurrency);

/// <summary>All functions. Either they start from a snapshot or some have provisioned concurrency, never both.</summary>
internal sealed record FunctionsSettings(
    string Architecture, bool SnapStart, FunctionSettings Validate, FunctionSettings Resize, FunctionSettings Persist, FunctionSettings Remove)
{
    /// <summary>What a function takes before it holds an image: runtime, SDK, codec. MB, rounded up.</summary>
    private const int RuntimeMegabytes = 150;

    /// <summary>ImageMagick's pixel cache and ours.</summary>
    private const int BytesPerPixel = 8;

    public static FunctionsSettings Read(SettingSource source, ImageLimits limits)
    {
        var settings = new FunctionsSettings(
            Settings.Architecture.Read(source), Settings.SnapStart.Read(source),
            Settings.Validate.Read(source), Settings.Resize.Read(source), Settings.Persist.Read(source), Settings.Remove.Read(source));
        foreach (var (definitions, function) in new[]
        {
            (Settings.Validate, settings.Validate), (Settings.Resize, settings.Resize), (Settings.Persist, settings.Persist), (Settings.Remove, settings.Remove),
        })
        {
            if (settings.SnapStart && function.ProvisionedConcurrency is not null)
            {
                source.AddProblem($"{definitions.ProvisionedConcurrency.Name} is set, and {Settings.SnapStart.Name} is true; Lambda allows one of the two");
            }

            if (function.ProvisionedConcurrency > function.ReservedConcurrency)
            {
                source.AddProblem($"{definitions.ProvisionedConcurrency.Name} is {function.ProvisionedConcurrency}; "
                    + $"it must be at most {definitions.ReservedConcurrency.Name}, {function.ReservedConcurrency}");
            }
        }

        RequireMemory(Settings.Validate, settings.Validate, limits.MaxBytes);
        RequireMemory(Settings.Resize, settings.Resize, limits.MaxBytes + (BytesPerPixel * limits.MaxPixels));
        return settings;

        // Too little shows only with the first large image, as a function that is killed without a word.
        void RequireMemory(FunctionSettingDefinitions definitions, FunctionSettings function, long bytes)
        {
            var needed = RuntimeMegabytes + (bytes / (1024 * 1024)) + 1;
            if (function.Memory < needed)
            {
                source.AddProblem($"{definitions.Memory.Name} is {function.Memory} MB; images of {Settings.MaxBytes.Name} and {Settings.MaxPixels.Name} need {needed} MB");
            }
        }
    }
}

/// <param name="Type"><c>STANDARD</c> or <c>EXPRESS</c>.</param>
/// <param name="LogExecutionData">Whether its log has inputs and outputs.</param>
internal sealed record StateMachineSettings(string Type, bool LogExecutionData)
{
    public bool IsExpress => Type == "EXPRESS";
}

/// <param name="RetentionDays">How long logs are kept.</param>
/// <param name="Tracing">X-Ray.</param>
internal sealed record LogSettings(int RetentionDays, bool Tracing);

/// <param name="UploadsBucket">One that exists; null: a new one.</param>
/// <param name="UploadsKmsKeyArn">Key that encrypts originals; null: S3's own.</param>
/// <param name="KmsKeyArn">Key that encrypts what the stack makes; null: the services' own.</param>
/// <param name="CorsOrigins">Origins whose pages may call the buckets.</param>
/// <param name="NoncurrentVersionDays">How long overwritten and deleted originals are kept.</param>
/// <param name="DeletionProtection">Buckets and table cannot be destroyed.</param>
/// <param name="ForceDestroy">Buckets are destroyed with what is in them.</param>
internal sealed record StorageSettings(
    string? UploadsBucket,
    string? UploadsKmsKeyArn,
    string? KmsKeyArn,
    IReadOnlyList<string> CorsOrigins,
    int NoncurrentVersionDays,
    bool DeletionProtection,
    bool ForceDestroy)
{
    public static StorageSettings Read(SettingSource source)
    {
        var (uploads, key) = (Settings.UploadsBucket.Read(source), Settings.KmsKey.Read(source));
        var uploadsKey = Settings.UploadsBucketKmsKey.Read(source);
        if (uploadsKey is not null && uploads is null)
        {
            source.AddProblem($"{Settings.UploadsBucketKmsKey.Name} is set; it needs {Settings.UploadsBucket.Name}. A new bucket is encrypted with {Settings.KmsKey.Name}");
        }

        var (protect, force) = (Settings.DeletionProtection.Read(source), Settings.ForceDestroy.Read(source));
        if (protect && force)
        {
            source.AddProblem($"{Settings.DeletionProtection.Name} and {Settings.ForceDestroy.Name} are true; only one may be");
        }

        return new(uploads, uploads is null ? key : uploadsKey, key, Settings.CorsOrigins.Read(source),
            Settings.NoncurrentVersionDays.ReadInt(source), protect, force);
    }
}

/// <param name="FailureEmails">Hear of failures and alarms.</param>
/// <param name="FailureEndpoints">As well, by POST.</param>
/// <param name="SuccessEndpoints">Hear of new renditions and removals, by POST. Not by mail: one for every image is nobody's wish.</param>
internal sealed record SubscriptionSettings(
    IReadOnlyList<string> FailureEmails, IReadOnlyList<string> FailureEndpoints, IReadOnlyList<string> SuccessEndpoints);

/// <summary>From how many in 5 minutes on there is an alarm.</summary>
internal sealed record AlarmSettings(int FailedExecutions, int FunctionErrors, int Throttles);

/// <param name="Dollars">A month.</param>
/// <param name="Emails">Who is warned; at least one.</param>
/// <param name="IsPipelineOnly">Whether only what has the pipeline's tag counts.</param>
internal sealed record BudgetSettings(int Dollars, IReadOnlyList<string> Emails, bool IsPipelineOnly)
{
    public static BudgetSettings? Read(SettingSource source)
    {
        var (dollars, emails) = (Settings.MonthlyBudget.ReadOptionalInt(source), Settings.BudgetEmails.Read(source));
        var scope = Settings.BudgetScope.Read(source);
        if (dollars is null)
        {
            if (emails.Count > 0)
            {
                source.AddProblem($"{Settings.BudgetEmails.Name} is set; it needs {Settings.MonthlyBudget.Name}");
            }

            return null;
        }

        if (emails.Count == 0)
        {
            source.AddProblem($"{Settings.BudgetEmails.Name} is empty; {Settings.MonthlyBudget.Name} needs somebody to warn");
        }

        return new(dollars.Value, emails, scope == "pipeline");
    }
}
