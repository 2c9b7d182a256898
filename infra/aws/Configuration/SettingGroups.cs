using Pipeline.Core.Deployment;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>Settings of one function.</summary>
/// <param name="Memory">Memory in MB.</param>
/// <param name="Timeout">Timeout in seconds.</param>
/// <param name="ReservedConcurrency">Maximum number of concurrent calls, set aside for the function; null for the account's limit.</param>
/// <param name="ProvisionedConcurrency">Number of environments kept warm; null for none.</param>
internal sealed record FunctionSettings(int Memory, int Timeout, int? ReservedConcurrency, int? ProvisionedConcurrency);

/// <summary>Settings of all functions. SnapStart and provisioned concurrency exclude each other.</summary>
internal sealed record FunctionsSettings(
    string Architecture, string Codecs, bool SnapStart, FunctionSettings Validate, FunctionSettings Resize, FunctionSettings Persist, FunctionSettings Remove)
{
    /// <summary>Memory in MB, rounded up, that runtime, SDK and codec take before a function holds an image.</summary>
    private const int RuntimeMegabytes = 150;

    /// <summary>Bytes that ImageMagick's pixel cache and the pipeline's own buffer hold for each pixel, together.</summary>
    private const int BytesPerPixel = 8;

    public static FunctionsSettings Read(SettingSource source, ImageLimits limits)
    {
        var settings = new FunctionsSettings(
            Settings.Architecture.Read(source), Settings.Codecs.Read(source), Settings.SnapStart.Read(source),
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
        RequireMemory(Settings.Resize, settings.Resize, limits.MaxBytes + (BytesPerPixel * limits.MaxPixels.GetValueOrDefault()));
        return settings;

        // With too little memory, Lambda kills the function at the first large image and the log does not say why.
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
/// <param name="LogExecutionData">Whether the log contains inputs and outputs.</param>
internal sealed record StateMachineSettings(string Type, bool LogExecutionData)
{
    public bool IsExpress => Type == "EXPRESS";

    public TimeSpan ExecutionTimeLimit => IsExpress ? ExecutionTimeLimits.Express : ExecutionTimeLimits.Standard;
}

/// <param name="RetentionDays">Days that logs are kept.</param>
/// <param name="Tracing">Whether X-Ray traces executions and functions.</param>
internal sealed record LogSettings(int RetentionDays, bool Tracing);

/// <param name="UploadsBucket">Name of an existing bucket; null to create one.</param>
/// <param name="UploadsKmsKeyArn">Key that encrypts originals; null for the key of S3.</param>
/// <param name="KmsKeyArn">Key that encrypts the buckets and the table of the stack; null for the keys of S3 and DynamoDB.</param>
/// <param name="CorsOrigins">Origins whose pages may call the buckets.</param>
/// <param name="NoncurrentVersionDays">Days that overwritten and deleted originals are kept.</param>
/// <param name="DeletionProtection">Whether <c>pulumi destroy</c> refuses to delete buckets and table.</param>
/// <param name="ForceDestroy">Whether <c>pulumi destroy</c> deletes buckets that contain objects.</param>
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
            source.AddProblem($"{Settings.DeletionProtection.Name} and {Settings.ForceDestroy.Name} are both true; set only one of them");
        }

        return new(uploads, uploads is null ? key : uploadsKey, key, Settings.CorsOrigins.Read(source),
            Settings.NoncurrentVersionDays.ReadInt(source), protect, force);
    }
}

/// <param name="FailureEmails">Addresses that get failures and alarms by e-mail.</param>
/// <param name="FailureEndpoints">URLs that get failures and alarms by POST.</param>
/// <param name="SuccessEndpoints">URLs that get new renditions and removals by POST. There is no e-mail for these: nobody wants one per image.</param>
internal sealed record SubscriptionSettings(
    IReadOnlyList<string> FailureEmails, IReadOnlyList<string> FailureEndpoints, IReadOnlyList<string> SuccessEndpoints);

/// <summary>Number of events within 5 minutes that triggers each alarm.</summary>
internal sealed record AlarmSettings(int FailedExecutions, int FunctionErrors, int Throttles);

/// <param name="Dollars">US dollars per month.</param>
/// <param name="Emails">Addresses that get the warnings; at least one.</param>
/// <param name="IsPipelineOnly">Whether only resources with the pipeline's tag count.</param>
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
            source.AddProblem($"{Settings.BudgetEmails.Name} is empty; {Settings.MonthlyBudget.Name} needs at least one address");
        }

        return new(dollars.Value, emails, scope == "pipeline");
    }
}
