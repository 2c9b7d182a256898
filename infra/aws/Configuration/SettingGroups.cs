using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>What of an upload's metadata goes into its record.</summary>
/// <param name="KeepLocation">How much of a photo's location.</param>
/// <param name="KeepTags">Whether the object's tags.</param>
internal sealed record MetadataSettings(KeepLocation KeepLocation, bool KeepTags);

/// <summary>Settings of one function.</summary>
/// <param name="Memory">Memory in MB.</param>
/// <param name="Timeout">Timeout in seconds.</param>
/// <param name="ReservedConcurrency">Maximum number of concurrent calls, set aside for the function; null for the account's limit.</param>
/// <param name="ProvisionedConcurrency">Number of environments kept warm; null for none.</param>
internal sealed record FunctionSettings(int Memory, int Timeout, int? ReservedConcurrency, int? ProvisionedConcurrency);

/// <summary>Settings of all functions. SnapStart and provisioned concurrency exclude each other.</summary>
internal sealed record FunctionsSettings(
    string Architecture, string Codecs, string ResizeGrouping, bool SnapStart, FunctionSettings Validate, FunctionSettings Resize, FunctionSettings Persist, FunctionSettings Remove)
{
    private const long Megabyte = 1024 * 1024;

    /// <param name="source">Where settings come from, and problems go.</param>
    /// <param name="limits">Limits of uploads.</param>
    /// <param name="renditionSets">What Resize makes; null if the file has a problem.</param>
    public static FunctionsSettings Read(SettingSource source, ImageLimits limits, RenditionSets? renditionSets)
    {
        var settings = new FunctionsSettings(
            Settings.Architecture.Read(source), Settings.Codecs.Read(source), Settings.ResizeGrouping.Read(source), Settings.SnapStart.Read(source),
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

        settings.CheckValidateMemory(source, limits);
        settings.CheckMaxMemory(source, limits);
        if (renditionSets is not null)
        {
            settings.CheckResizeMemory(source, limits, renditionSets);
        }

        return settings;
    }

    // With too little memory, Lambda kills the function at the first large image and the log does not say why.
    private void CheckValidateMemory(SettingSource source, ImageLimits limits)
    {
        var needed = ToMegabytes(MemoryNeed.ForValidation(limits));
        if (Validate.Memory < needed)
        {
            source.AddProblem($"{Settings.Validate.Memory.Name} is {Validate.Memory} MB; images of {Settings.MaxBytes.Name} need {needed} MB");
        }
    }

    private void CheckMaxMemory(SettingSource source, ImageLimits limits)
    {
        if (limits.MaxMemory > Resize.Memory * Megabyte)
        {
            source.AddProblem($"{Settings.MaxMemory.Name} is {limits.MaxMemory / Megabyte} MB; it must be at most {Settings.Resize.Memory.Name}, {Resize.Memory} MB");
        }
    }

    /// <summary>Validate rejects what may need more, so that too little memory would make the limits a promise that is not kept.</summary>
    private void CheckResizeMemory(SettingSource source, ImageLimits limits, RenditionSets renditionSets)
    {
        var need = MemoryNeed.FindLargest(limits, Codecs, renditionSets.All);
        if (need.Bytes <= Resize.Memory * Megabyte)
        {
            return;
        }

        var limit = limits.MaxPixels is null ? $"the limit for {need.Kind}" : Settings.MaxPixels.Name;
        var maxPixels = FindMaxPixels(limits with { MaxPixels = need.Pixels }, renditionSets);
        var wayOut = maxPixels > 0 ? $" or {Settings.MaxPixels.Name} to at most {maxPixels}" : "";
        source.AddProblem($"{Settings.Resize.Memory.Name} is {Resize.Memory} MB; {need.Kind} of {need.Pixels:N0} pixels ({limit}) needs {ToMegabytes(need.Bytes)} MB: "
            + $"set {Settings.Resize.Memory.Name} to at least that{wayOut}");
    }

    /// <summary>The largest number of megapixels, in pixels, with which every format has enough memory; 0 if there is none.</summary>
    private long FindMaxPixels(ImageLimits limits, RenditionSets renditionSets)
    {
        const long megapixel = 1_000_000;
        var (enough, tooMany) = (0L, (limits.MaxPixels.GetValueOrDefault() / megapixel) + 1);
        while (tooMany - enough > 1)
        {
            var middle = (enough + tooMany) / 2;
            var fits = MemoryNeed.FindLargest(limits with { MaxPixels = middle * megapixel }, Codecs, renditionSets.All).Bytes <= Resize.Memory * Megabyte;
            (enough, tooMany) = fits ? (middle, tooMany) : (enough, middle);
        }

        return enough * megapixel;
    }

    private static long ToMegabytes(long bytes) => (bytes + Megabyte - 1) / Megabyte;
}

/// <param name="Type"><c>STANDARD</c> or <c>EXPRESS</c>.</param>
/// <param name="LogExecutionData">Whether the log contains inputs and outputs.</param>
internal sealed record StateMachineSettings(string Type, bool LogExecutionData)
{
    public bool IsExpress => Type == "EXPRESS";
}

/// <param name="MaxConcurrency">Images at once, unless a run says otherwise.</param>
/// <param name="ExecutionType">Type of the children: <c>EXPRESS</c>, <c>STANDARD</c> or <see cref="Auto"/>.</param>
internal sealed record BackfillSettings(int MaxConcurrency, string ExecutionType)
{
    public const string Auto = "auto";
}

/// <param name="RetentionDays">Days that logs are kept.</param>
/// <param name="Tracing">Whether X-Ray traces executions and functions.</param>
internal sealed record LogSettings(int RetentionDays, bool Tracing);

/// <param name="UploadsBucket">Name of an existing bucket; null to create one.</param>
/// <param name="UploadsKmsKeyArn">Key that encrypts originals; null for the key of S3.</param>
/// <param name="KmsKeyArn">Key that encrypts the buckets and the table of the stack; null for the keys of S3 and DynamoDB.</param>
/// <param name="CorsOrigins">Origins whose pages may call the buckets.</param>
/// <param name="NoncurrentVersionDays">Days that overwritten and deleted originals are kept.</param>
/// <param name="RenditionGraceDays">Days that the renditions of a replaced version live on.</param>
/// <param name="Originals">Storage class and expiration of originals.</param>
/// <param name="DeletionProtection">Whether <c>pulumi destroy</c> refuses to delete buckets and table.</param>
/// <param name="ForceDestroy">Whether <c>pulumi destroy</c> deletes buckets that contain objects.</param>
internal sealed record StorageSettings(
    string? UploadsBucket,
    string? UploadsKmsKeyArn,
    string? KmsKeyArn,
    IReadOnlyList<string> CorsOrigins,
    int NoncurrentVersionDays,
    int RenditionGraceDays,
    OriginalsSettings Originals,
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
            Settings.NoncurrentVersionDays.ReadInt(source), Settings.RenditionGraceDays.ReadInt(source), OriginalsSettings.Read(source, isExistingBucket: uploads is not null), protect, force);
    }
}

/// <param name="StorageClass">Class to which originals move; null if they stay in the standard class.</param>
/// <param name="ExpireDays">Days after which originals expire; null for never.</param>
/// <param name="KeepsRenditions">Whether an expired original keeps its renditions.</param>
internal sealed record OriginalsSettings(string? StorageClass, int? ExpireDays, bool KeepsRenditions)
{
    private const string Standard = "STANDARD";

    // Source: Amazon S3 User Guide, "Transitioning objects using Amazon S3 Lifecycle".
    private const int InfrequentAccessDays = 30;

    /// <summary>Days after which originals move to their class: as soon as S3 allows.</summary>
    public int TransitionDays => StorageClass is "STANDARD_IA" or "ONEZONE_IA" ? InfrequentAccessDays : 0;

    public static OriginalsSettings Read(SettingSource source, bool isExistingBucket)
    {
        var (storageClass, expireDays) = (Settings.OriginalsStorageClass.Read(source), Settings.OriginalsExpireDays.ReadOptionalInt(source));
        var settings = new OriginalsSettings(
            storageClass == Standard ? null : storageClass, expireDays, Settings.ExpiredOriginals.Read(source) == "keepRenditions");
        if (isExistingBucket && (settings.StorageClass is not null || expireDays is not null))
        {
            source.AddProblem($"{(expireDays is null ? Settings.OriginalsStorageClass.Name : Settings.OriginalsExpireDays.Name)} is set, and {Settings.UploadsBucket.Name} "
                + "is an existing bucket, which is not changed; add a lifecycle rule to the bucket yourself");
        }

        if (settings.StorageClass is not null && expireDays <= settings.TransitionDays)
        {
            source.AddProblem($"{Settings.OriginalsExpireDays.Name} is {expireDays}; originals move to {storageClass} after {settings.TransitionDays} days "
                + $"({Settings.OriginalsStorageClass.Name}), so it must be more");
        }

        return settings;
    }
}

/// <param name="FailureEmails">Addresses that get failures and alarms by e-mail. There is no e-mail for successes: nobody wants one per image.</param>
/// <param name="MailsRejections">Whether they also get every rejected image.</param>
internal sealed record SubscriptionSettings(IReadOnlyList<string> FailureEmails, bool MailsRejections);

/// <summary>Number of events within 5 minutes, or of concurrent calls, that triggers each alarm.</summary>
internal sealed record AlarmSettings(int FailedExecutions, int FunctionErrors, int Throttles, int Concurrency);

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
