using System.Globalization;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Validation;
using Pipeline.Infra.Configuration;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>The configuration is read once and checked as a whole. Any problem stops the deployment.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void EverySettingHasADefault()
    {
        var settings = Read([]);

        Assert.Equal(Repository.PathOf("statemachine", "samples", "renditions.json"), settings.RenditionsFile);
        Assert.Equal(new ImageLimits(), settings.Limits);
        Assert.Equal(("arm64", false), (settings.Functions.Architecture, settings.Functions.SnapStart));
        Assert.Equal(new FunctionSettings(1_769, 115, null, null), settings.Functions.Resize);
        Assert.False(settings.StateMachine.IsExpress);
        Assert.Null(settings.Budget);
        Assert.Null(settings.Keys.Suffixes);
    }

    [Theory]
    [InlineData("115", "auto", "STANDARD", "EXPRESS")]
    [InlineData("240", "auto", "STANDARD", "EXPRESS")]
    [InlineData("241", "auto", "STANDARD", "STANDARD")]
    [InlineData("900", "STANDARD", "STANDARD", "STANDARD")]
    [InlineData("115", "STANDARD", "STANDARD", "STANDARD")]
    [InlineData("240", "auto", "EXPRESS", "EXPRESS")]
    public void ChildrenOfABackfillAreExpressIfResizeIsFastEnough(string resizeTimeout, string executions, string type, string expected) => Assert.Equal(
        expected, Read(new() { ["resizeTimeout"] = resizeTimeout, ["backfillExecutions"] = executions, ["stateMachineType"] = type }).BackfillExecutionType);

    [Theory]
    [InlineData("300", "EXPRESS", "STANDARD", "resizeTimeout is 300 seconds; with backfillExecutions EXPRESS, executions of a backfill end after 300, so it must be at most 240")]
    [InlineData("115", "STANDARD", "EXPRESS", "backfillExecutions is STANDARD, and stateMachineType is EXPRESS, whose claims end after five minutes; set backfillExecutions to EXPRESS")]
    public void ChildrenOfABackfillThatCannotEndInTimeAreRefused(string resizeTimeout, string executions, string type, string problem) => Assert.Contains(
        problem,
        Assert.Throws<InvalidConfigurationException>(() => Read(new() { ["resizeTimeout"] = resizeTimeout, ["backfillExecutions"] = executions, ["stateMachineType"] = type })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("resizeMemory", "64", "resizeMemory is 64; it must be 128 to 10,240 MB")]
    [InlineData("resizeMemory", "much", "resizeMemory is much; it must be 128 to 10,240 MB")]
    [InlineData("validateTimeout", "61", "validateTimeout is 61; it must be 3 to 60 seconds")]
    [InlineData("resizeTimeout", "2", "resizeTimeout is 2; it must be 3 to 900 seconds")]
    [InlineData("resizeTimeout", "901", "resizeTimeout is 901; it must be 3 to 900 seconds")]
    [InlineData("persistTimeout", "1", "persistTimeout is 1; it must be 3 to 60 seconds")]
    [InlineData("removeTimeout", "2", "removeTimeout is 2; it must be 3 to 120 seconds")]
    [InlineData("alarmConcurrency", "0", "alarmConcurrency is 0; it must be 1 to 1,000,000 calls at once")]
    [InlineData("mailRejections", "some", "mailRejections is some; it must be true or false")]
    [InlineData("maxBytes", "200000001", "maxBytes is 200000001; it must be 1 to 200,000,000 bytes")]
    [InlineData("persistReservedConcurrency", "0", "persistReservedConcurrency is 0; it must be 1 to 10,000 calls at once")]
    [InlineData("validateMemory", "128", "validateMemory is 128 MB; images of maxBytes need 252 MB")]
    [InlineData("maxMemory", "2000", "maxMemory is 2000 MB; it must be at most resizeMemory, 1769 MB")]
    [InlineData("overLimit", "first", "overLimit is first; it must be reject or firstFrame")]
    [InlineData("originalsStorageClass", "GLACIER", "originalsStorageClass is GLACIER; it must be STANDARD or INTELLIGENT_TIERING or STANDARD_IA or ONEZONE_IA or GLACIER_IR")]
    [InlineData("originalsExpireDays", "0", "originalsExpireDays is 0; it must be 1 to 36,500 days")]
    [InlineData("expiredOriginals", "keep", "expiredOriginals is keep; it must be removeRenditions or keepRenditions")]
    [InlineData("eventArchiveDays", "0", "eventArchiveDays is 0; it must be 1 to 3,650 days")]
    [InlineData("tracing", "yes", "tracing is yes; it must be true or false")]
    [InlineData("architecture", "arm", "architecture is arm; it must be arm64 or x86_64")]
    [InlineData("resizeGrouping", "all", "resizeGrouping is all; it must be each or auto")]
    [InlineData("stateMachineType", "express", "stateMachineType is express; it must be STANDARD or EXPRESS")]
    [InlineData("backfillConcurrency", "0", "backfillConcurrency is 0; it must be 1 to 10,000 images at once")]
    [InlineData("backfillExecutions", "express", "backfillExecutions is express; it must be auto or EXPRESS or STANDARD")]
    [InlineData("uploadsBucket", "My_Bucket", "uploadsBucket is \"My_Bucket\"; it must be the name of a bucket in the stack's region")]
    [InlineData("kmsKeyArn", "alias/mine", "kmsKeyArn is \"alias/mine\"; it must be the ARN of a KMS key")]
    [InlineData("corsOrigins", "https://example.com", "corsOrigins is https://example.com; it must be a list of at most 100: each as https://example.com, or *")]
    [InlineData("corsOrigins", """["example.com"]""", """corsOrigins is ["example.com"]; it must be a list of at most 100: each as https://example.com, or *""")]
    [InlineData("successEndpoints", """["ftp://example.com"]""", """successEndpoints is ["ftp://example.com"]; it must be a list of at most 50: each an https:// URL""")]
    [InlineData("successEndpoints", """["https://example.com"]""", "successEndpoints is set; it needs a secret that signs what is sent: pulumi config set --secret webhookSecret")]
    [InlineData("failureEndpoints", """["https://example.com"]""", "failureEndpoints is set; it needs a secret")]
    [InlineData("webhookSecretArn", "hooks", "webhookSecretArn is \"hooks\"; it must be the ARN of a parameter of Systems Manager or of a secret of Secrets Manager")]
    [InlineData("webhookSecretKmsKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1", "webhookSecretKmsKeyArn is set; it needs webhookSecretArn. The parameter of webhookSecret is encrypted with kmsKeyArn")]
    [InlineData("failureEmails", """["nobody"]""", """failureEmails is ["nobody"]; it must be a list of at most 50: each an e-mail address""")]
    [InlineData("keySuffixes", """["folder/"]""", "keyPrefix, keySuffixes: the suffix \"folder/\" ends in a slash, as only folder markers do")]
    [InlineData("monthlyBudget", "10", "budgetEmails is empty; monthlyBudget needs at least one address")]
    [InlineData("budgetEmails", """["a@example.com"]""", "budgetEmails is set; it needs monthlyBudget")]
    [InlineData("uploadsBucketKmsKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1", "uploadsBucketKmsKeyArn is set; it needs uploadsBucket. A new bucket is encrypted with kmsKeyArn")]
    [InlineData("renditions", "nowhere.json", "cannot be read; it must be the path of a file, relative to the folder of Pulumi.yaml")]
    [InlineData("tags", """{"aws:x":"y"}""", """tags is {"aws:x":"y"}; it must be a map of at most 40 tags""")]
    [InlineData("lake", "yes", "lake is yes; it must be true or false")]
    [InlineData("lakeSchedule", "30 2 * * *", "lakeSchedule is \"30 2 * * *\"; it must be cron(minutes hours day month weekday year) or rate(N hours) or rate(N days)")]
    [InlineData("lakeSchedule", "cron(30 2 * * * *)", "lakeSchedule is \"cron(30 2 * * * *)\"; it must be cron(")]
    [InlineData("lakeSchedule", "cron(30 2 ? * ? *)", "lakeSchedule is \"cron(30 2 ? * ? *)\"; it must be cron(")]
    [InlineData("lakeSchedule", "rate(1 days)", "lakeSchedule is \"rate(1 days)\"; it must be cron(")]
    [InlineData("lakeSchedule", "rate(5 minutes)", "lakeSchedule is \"rate(5 minutes)\"; it must be cron(")]
    [InlineData("lakeSegments", "0", "lakeSegments is 0; it must be 1 to 40 calls at once")]
    [InlineData("lakeDays", "6", "lakeDays is 6; it must be 7 to 3,650 days")]
    [InlineData("lakeByteLimit", "9", "lakeByteLimit is 9; it must be 10 to 2,000 MB")]
    [InlineData("api", "no", "api is no; it must be true or false")]
    [InlineData("apiAuthorizer", "cognito", "apiAuthorizer is cognito; it must be iam or jwt or none")]
    [InlineData("apiJwtIssuer", "https://id.example.com/", "apiJwtIssuer is set, and apiAuthorizer is iam; it needs apiAuthorizer jwt")]
    [InlineData("apiCallerPrefix", "true", "apiCallerPrefix is set, and apiAuthorizer is iam; it needs apiAuthorizer jwt")]
    [InlineData("apiThrottlingRate", "0", "apiThrottlingRate is 0; it must be 1 to 10,000 requests a second")]
    [InlineData("corsOrigins", """["https://*.example.com"]""", "corsOrigins has https://*.example.com; API Gateway takes whole origins, *, https://* and http://*: name each origin, or set api to false")]
    [InlineData("cdn", "off", "cdn is off; it must be true or false")]
    [InlineData("cdnPriceClass", "PriceClass_300", "cdnPriceClass is PriceClass_300; it must be PriceClass_100 or PriceClass_200 or PriceClass_All")]
    [InlineData("cdnDomain", "images.example.com", "cdnDomain is set; it needs cdnCertificateArn: CloudFront answers for a host name only with its certificate")]
    [InlineData("cdnCertificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/1", "cdnCertificateArn is set; it needs cdnDomain: a certificate without a host name is not used")]
    [InlineData("cdnPublicKey", "K36X4X2EO997HM", "cdnPublicKey is text that is not PEM; it must be public keys in PEM form, RSA of 2,048 bits or ECDSA on P-256, at most 5 one after the other")]
    [InlineData("cdnPublicKey", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "cdnPublicKey is a key that cannot be read; it must be public keys in PEM form")]
    [InlineData("deletionInvalidates", "1", "deletionInvalidates is 1; it must be true or false")]
    [InlineData("describe", "yes", "describe is yes; it must be true or false")]
    [InlineData("describeModel", "amazon.nova-lite-v1:0", "describeModel is set; it needs describe true")]
    [InlineData("describeLanguages", "english", "describeLanguages is \"english\"; it must be 1 to 10 BCP 47 tags, separated by commas, such as en,de-CH")]
    [InlineData("describeLanguages", "en, de", "describeLanguages is \"en, de\"; it must be 1 to 10 BCP 47 tags")]
    [InlineData("describeLanguages", "en,fr,EN", "describeLanguages is \"en,fr,EN\", which has a language twice")]
    [InlineData("describeMaxTokens", "99", "describeMaxTokens is 99; it must be 100 to 10,000 tokens")]
    [InlineData("describeDailyImages", "-1", "describeDailyImages is -1; it must be 0 to 100,000,000 images a day")]
    [InlineData("moderationAction", "quarantine", "moderationAction is set; it needs describe true")]
    [InlineData("moderationConfidence", "1.1", "moderationConfidence is 1.1; it must be 0 to 1")]
    [InlineData("resizeMemry", "1024", "resizeMemry is not a setting; infra/aws/README.md lists all settings")]
    public void InvalidSettingIsNamedWithItsBounds(string name, string value, string problem) =>
        Assert.Contains(problem, Assert.Single(Problems(new() { [name] = value })), StringComparison.Ordinal);

    [Theory]
    [InlineData("cron(30 2 * * ? *)")]
    [InlineData("cron(0/15 8-17 ? * MON-FRI 2026)")]
    [InlineData("cron(0 4 L * ? *)")]
    [InlineData("cron(0 4 ? * 2#1 *)")]
    [InlineData("rate(1 day)")]
    [InlineData("rate(12 hours)")]
    public void ScheduleOfExportsMayBeAnyThatSchedulerKnows(string schedule)
    {
        Assert.Equal(schedule, Read(new() { ["lake"] = "true", ["lakeSchedule"] = schedule }).Lake!.Schedule);
        Assert.Null(Read(new() { ["lakeSchedule"] = schedule }).Lake);
    }

    [Fact]
    public void LogRetentionIsOneThatCloudWatchAllows()
    {
        Assert.StartsWith("logRetentionDays is 31; it must be 1, 3, 5, 7, 14, 30, 60,", Assert.Single(Problems(new() { ["logRetentionDays"] = "31" })), StringComparison.Ordinal);
        Assert.Equal(3653, Read(new() { ["logRetentionDays"] = "3653" }).Logs.RetentionDays);
    }

    [Fact]
    public void SettingsThatExcludeEachOtherAreRefused()
    {
        Assert.Equal(
            ["resizeProvisionedConcurrency is set, and snapStart is true; Lambda allows one of the two"],
            Problems(new() { ["snapStart"] = "true", ["resizeProvisionedConcurrency"] = "2" }));
        Assert.Equal(
            ["deletionProtection and forceDestroy are both true; set only one of them"],
            Problems(new() { ["deletionProtection"] = "true", ["forceDestroy"] = "true" }));
        Assert.Equal(
            ["originalsExpireDays is 30; originals move to STANDARD_IA after 30 days (originalsStorageClass), so it must be more"],
            Problems(new() { ["originalsStorageClass"] = "STANDARD_IA", ["originalsExpireDays"] = "30" }));
        Assert.Equal(
            ["originalsStorageClass is set, and uploadsBucket is an existing bucket, which is not changed; add a lifecycle rule to the bucket yourself"],
            Problems(new() { ["originalsStorageClass"] = "GLACIER_IR", ["uploadsBucket"] = "their-uploads" }));
        Assert.Equal(
            ["resizeTimeout is 241 seconds; with stateMachineType EXPRESS, executions end after 300, so it must be at most 240"],
            Problems(new() { ["stateMachineType"] = "EXPRESS", ["resizeTimeout"] = "241" }));
        Assert.Equal(
            ["removeProvisionedConcurrency is 5; it must be at most removeReservedConcurrency, 4"],
            Problems(new() { ["removeReservedConcurrency"] = "4", ["removeProvisionedConcurrency"] = "5" }));
    }

    [Theory]
    [InlineData("describeModel", "nova lite", "describeModel is \"nova lite\"; it must be the id or ARN of a model of Bedrock that takes images and tools, or of an inference profile for one")]
    [InlineData("moderationAction", "delete", "moderationAction is delete; it must be record or quarantine")]
    [InlineData("describeTemperature", "2", "describeTemperature is 2; it must be 0 to 1")]
    [InlineData("describeTopP", "high", "describeTopP is high; it must be 0 to 1")]
    [InlineData("describeInputPrice", "-1", "describeInputPrice is -1; it must be 0 to 10,000 US dollars for a million tokens")]
    public void DescriptionSettingIsNamedWithItsBounds(string name, string value, string problem) =>
        Assert.Contains(problem, Problems(new() { ["describe"] = "true", [name] = value }));

    [Fact]
    public void TemperatureAndTopPExcludeEachOther() => Assert.Equal(
        ["describeTemperature and describeTopP are both set; set only one of them, because newer models refuse the two together"],
        Problems(new() { ["describe"] = "true", ["describeTemperature"] = "0.2", ["describeTopP"] = "0.9" }));

    [Fact]
    public void PriceOfAnotherModelIsKnownInFullOrNotAtAll()
    {
        Assert.Equal(
            ["describeInputPrice is set; it needs describeOutputPrice: a call has both"],
            Problems(new() { ["describe"] = "true", ["describeModel"] = "amazon.nova-pro-v1:0", ["describeInputPrice"] = "0.8" }));
        var other = Read(new() { ["describe"] = "true", ["describeModel"] = "amazon.nova-pro-v1:0" }).Describe!;
        var known = Read(new() { ["describe"] = "true" }).Describe!;
        Assert.Equal((null, null, 0.06m, 0.24m), (other.InputPrice, other.OutputPrice, known.InputPrice, known.OutputPrice));
    }

    [Theory]
    [InlineData("us-east-1", "us.amazon.nova-lite-v1:0")]
    [InlineData("eu-north-1", "eu.amazon.nova-lite-v1:0")]
    [InlineData("ap-southeast-2", "apac.amazon.nova-lite-v1:0")]
    [InlineData("sa-east-1", "amazon.nova-lite-v1:0")]
    public void DefaultModelIsCalledByTheProfileOfThePartOfTheWorld(string region, string model)
    {
        var settings = Read(new() { ["describe"] = "true" }).Describe!;

        Assert.Equal(model, settings.GetModel(region));
        Assert.Equal(new DescriptionSettings(model, ["en"]).Schema, settings.GetSchema(region));
        Assert.Equal("a-model", Read(new() { ["describe"] = "true", ["describeModel"] = "a-model" }).Describe!.GetModel(region));
    }

    [Theory]
    [InlineData("maxPixels", "100000000", @"^resizeMemory is 1769 MB; an AVIF of 100,000,000 pixels \(maxPixels\) needs 2[0-9]{3} MB: set resizeMemory to at least that or maxPixels to at most [0-9]{2}000000$")]
    [InlineData("resizeMemory", "1024", @"^resizeMemory is 1024 MB; an? .+ of [0-9,]{10,11} pixels \(the limit for an? .+\) needs 1[0-9]{3} MB: set resizeMemory to at least that or maxPixels to at most [0-9]{2}000000$")]
    [InlineData("resizeMemory", "200", @"^resizeMemory is 200 MB; .+ needs 1[0-9]{3} MB: set resizeMemory to at least that( or maxPixels to at most [0-9]000000)?$")]
    public void MemoryThatIsTooSmallForTheLimitsIsNamedWithWhatIsNeeded(string name, string value, string problem) =>
        Assert.Matches(problem, Assert.Single(Problems(new() { [name] = value })));

    [Theory]
    [InlineData("both")]
    [InlineData("vips")]
    [InlineData("magick")]
    public void DefaultLimitsFitWithEveryChoiceOfCodecs(string codecs) => Assert.Equal(1_769, Read(new() { ["codecs"] = codecs }).Functions.Resize.Memory);

    [Fact]
    public void MemoryThatTheMessageAsksForIsEnough()
    {
        var problem = Assert.Single(Problems(new() { ["maxPixels"] = "100000000" }));
        var words = problem.Split(' ');
        var needed = int.Parse(words[Array.IndexOf(words, "needs") + 1], CultureInfo.InvariantCulture);

        Assert.Equal(needed, Read(new() { ["maxPixels"] = "100000000", ["resizeMemory"] = $"{needed}" }).Functions.Resize.Memory);
        Assert.Contains("resizeMemory", Assert.Single(Problems(new() { ["maxPixels"] = "100000000", ["resizeMemory"] = $"{needed - 1}" })), StringComparison.Ordinal);
        Assert.Equal(long.Parse(words[^1], CultureInfo.InvariantCulture), Read(new() { ["maxPixels"] = words[^1] }).Limits.MaxPixels);
    }

    [Fact]
    public void TokensNeedAnIssuerAndAnAudienceAndKeysThatAreImages()
    {
        Assert.Equal(
            [
                "apiAuthorizer is jwt; it needs apiJwtIssuer, the issuer of the tokens",
                "apiAuthorizer is jwt; it needs apiJwtAudience: without an audience, tokens for other services would be accepted",
            ],
            Problems(new() { ["apiAuthorizer"] = "jwt" }));
        var tokens = new Dictionary<string, string> { ["apiAuthorizer"] = "jwt", ["apiJwtIssuer"] = "https://id.example.com/", ["apiJwtAudience"] = """["images"]""" };
        Assert.True(Read(tokens).Api!.HasCallerPrefix);
        Assert.False(Read([]).Api!.HasCallerPrefix);
        Assert.Null(Read(new() { ["api"] = "false" }).Api);
        Assert.StartsWith(
            "keyPrefix is \"photos/\", and with apiCallerPrefix the keys of the API begin with their caller", Assert.Single(Problems(new(tokens) { ["keyPrefix"] = "photos/" })), StringComparison.Ordinal);
        Assert.False(Read(new(tokens) { ["keyPrefix"] = "photos/", ["apiCallerPrefix"] = "false" }).Api!.HasCallerPrefix);
    }

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-east-2")]
    public void CertificateOfAnotherRegionIsRefused(string region)
    {
        var arn = $"arn:aws:acm:{region}:123456789012:certificate/11111111-2222-3333-4444-555555555555";

        Assert.Equal(
            [$"cdnCertificateArn is \"{arn}\"; it must be the ARN of an ACM certificate in us-east-1, the only region that CloudFront takes them from"],
            Problems(new() { ["cdnDomain"] = "images.example.com", ["cdnCertificateArn"] = arn }));
    }

    [Theory]
    [InlineData("https://images.example.com")]
    [InlineData("images.example.com/")]
    [InlineData("*.example.com")]
    [InlineData("Images.example.com")]
    [InlineData("images")]
    [InlineData("-a.example.com")]
    [InlineData("1.2.3.4")]
    public void HostNameOfTheCdnIsAHostName(string domain) => Assert.Equal(
        [$"cdnDomain is \"{domain}\"; it must be a host name in lower case, such as images.example.com"],
        Problems(new() { ["cdnDomain"] = domain, ["cdnCertificateArn"] = MockedStack.EverythingOn["cdnCertificateArn"] }));

    [Fact]
    public void SettingsOfTheCdnNeedTheCdn()
    {
        Assert.NotNull(Read([]).Delivery);
        Assert.Null(Read(new() { ["cdn"] = "false", ["deletionInvalidates"] = "false" }).Delivery);
        Assert.Equal(
            ["deletionInvalidates is set, and cdn is false; take it off, or set cdn to true"], Problems(new() { ["cdn"] = "false", ["deletionInvalidates"] = "true" }));
        Assert.Equal(4, Problems(new()
        {
            ["cdn"] = "false", ["cdnDomain"] = "images.example.com", ["cdnCertificateArn"] = MockedStack.EverythingOn["cdnCertificateArn"], ["cdnPublicKey"] = MockedStack.PublicKey, ["cdnPriceClass"] = "PriceClass_All",
        }).Count);
    }

    [Fact]
    public void KeysThatCloudFrontDoesNotTakeAreRefused()
    {
        using var small = System.Security.Cryptography.RSA.Create(1_024);
        using var large = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        using var right = System.Security.Cryptography.RSA.Create(2_048);
        var many = string.Concat(Enumerable.Range(0, 6).Select(_ =>
        {
            using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            return $"{key.ExportSubjectPublicKeyInfoPem()}\n";
        }));

        Assert.StartsWith("cdnPublicKey is an RSA key of 1024 bits; it must be", Assert.Single(Problems(new() { ["cdnPublicKey"] = small.ExportSubjectPublicKeyInfoPem() })), StringComparison.Ordinal);
        Assert.StartsWith("cdnPublicKey is an ECDSA key of 384 bits on another curve; it must be", Assert.Single(Problems(new() { ["cdnPublicKey"] = large.ExportSubjectPublicKeyInfoPem() })), StringComparison.Ordinal);
        Assert.StartsWith("cdnPublicKey is 6 keys; it must be", Assert.Single(Problems(new() { ["cdnPublicKey"] = many })), StringComparison.Ordinal);
        // A private key does not belong into settings.
        Assert.StartsWith("cdnPublicKey is text that is not PEM; it must be", Assert.Single(Problems(new() { ["cdnPublicKey"] = right.ExportPkcs8PrivateKeyPem() })), StringComparison.Ordinal);
        var both = $"{right.ExportSubjectPublicKeyInfoPem()}\r\n{MockedStack.PublicKey}";
        Assert.Equal([$"{right.ExportSubjectPublicKeyInfoPem()}\n", $"{MockedStack.PublicKey}\n"], Read(new() { ["cdnPublicKey"] = both }).Delivery!.PublicKeys);
    }

    [Theory]
    [InlineData("https://*.example.com", true)]
    [InlineData("http://*.example.com:8080", true)]
    [InlineData("https://*", true)]
    [InlineData("https://a*b.example.com", false)]
    [InlineData("https://test.*.example.com", false)]
    [InlineData("https://example.*", false)]
    public void OriginsAreThoseThatCloudFrontTakes(string origin, bool isTaken)
    {
        Dictionary<string, string> settings = new() { ["api"] = "false", ["corsOrigins"] = $"""["{origin}"]""" };

        if (isTaken)
        {
            Assert.Equal([origin], Read(settings).Storage.CorsOrigins);
            return;
        }

        Assert.StartsWith($"corsOrigins has {origin}; CloudFront takes a wildcard only in place of everything before a domain", Assert.Single(Problems(settings)), StringComparison.Ordinal);
        Assert.Equal([origin], Read(new(settings) { ["cdn"] = "false" }).Storage.CorsOrigins);
    }

    [Fact]
    public void SecretOfWebhooksIsInNoMessage()
    {
        var problem = Assert.Single(Problems(new() { ["webhookSecret"] = "hunter2" }));

        Assert.StartsWith("webhookSecret cannot be used: A webhook secret does not begin with whsec_.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WebhooksAreEncryptedUnlessPrivateAddressesAreAllowed()
    {
        var settings = new Dictionary<string, string>
        {
            ["successEndpoints"] = """["http://10.0.0.1/hook","http://10.0.0.1/hook"]""", ["webhookSecret"] = MockedStack.WebhookSecret,
        };

        Assert.Equal(["successEndpoints has http://10.0.0.1/hook; it must be an https:// URL unless webhookAllowPrivate is true"], Problems(settings));
        var webhooks = Read(new(settings) { ["webhookAllowPrivate"] = "true" }).Webhooks!;
        Assert.Equal(["http://10.0.0.1/hook"], webhooks.SuccessEndpoints);
        Assert.True(webhooks.AllowsPrivate);
        Assert.Null(Read(new() { ["webhookSecret"] = MockedStack.WebhookSecret }).Webhooks);
    }

    [Fact]
    public void UrlsThatAreTooLongForTheFunctionOrNoUrlsAreRefused()
    {
        var settings = new Dictionary<string, string> { ["webhookSecret"] = MockedStack.WebhookSecret };

        Assert.Matches(
            "^failureEndpoints and successEndpoints have 3,[0-9]{3} bytes in all; 3,000 are allowed$",
            Assert.Single(Problems(new(settings) { ["successEndpoints"] = $"""["https://example.com/{new string('x', 3_000)}"]""" })));
        Assert.Equal(["failureEndpoints has https://:0, which is not a valid URL"], Problems(new(settings) { ["failureEndpoints"] = """["https://:0"]""" }));
        Assert.Equal(
            ["webhookSecret and webhookSecretArn are both set; set only one of them"],
            Problems(new(settings) { ["webhookSecretArn"] = "arn:aws:ssm:eu-central-1:123456789012:parameter/hooks" }));
    }

    [Fact]
    public void AllProblemsAreReportedAtOnce()
    {
        var exception = Assert.Throws<InvalidConfigurationException>(() => Read(new() { ["resizeMemory"] = "1", ["tracing"] = "on", ["architecture"] = "mips" }));

        Assert.Equal(3, exception.Problems.Count);
        Assert.All(["resizeMemory", "tracing", "architecture"], name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void InvalidRenditionSetStopsTheStackWithEveryPath()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "mine.json");
        File.WriteAllText(file, """{ "renditions": [ { "name": "a", "width": 20000 }, { "name": "b", "width": 10, "qualty": 3 } ], "sets": [ { "prefix": "a/" } ] }""");

        var problems = Problems(new() { ["renditions"] = file });

        Assert.Equal(3, problems.Count);
        Assert.StartsWith("mine.json: $.renditions[0].width", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("mine.json: $.renditions[1].qualty", problems[1], StringComparison.Ordinal);
        Assert.StartsWith("mine.json: $.sets[0] has no \"renditions\"", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public void SuffixesThatMakeAPatternTooLongAreRefused()
    {
        var suffixes = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"{new string('x', 50)}{i}\""));

        Assert.Contains("EventBridge takes at most 2048", Assert.Single(Problems(new() { ["keySuffixes"] = $"[{suffixes}]" })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task ExampleStackDeploys(string stack)
    {
        var configuration = StackFile.Read(Repository.PathOf($"Pulumi.{stack}.yaml"));

        Assert.NotEmpty(configuration);
        var deployed = await MockedStack.CreateAsync(configuration, stack);
        var isProd = stack == "prod";
        Assert.Equal(isProd, (bool?)Assert.Single(deployed.OfType("aws:dynamodb/table:Table")).Inputs["deletionProtectionEnabled"]);
        Assert.Equal(!isProd, deployed.OfType("aws:s3/bucket:Bucket").All(bucket => (bool)bucket.Inputs["forceDestroy"]!));
        Assert.Equal(isProd, deployed.OfType("aws:budgets/budget:Budget").Any());
        var validate = Assert.Single(deployed.OfType("aws:lambda/function:Function"), function => function.Name.EndsWith("-validate", StringComparison.Ordinal));
        Assert.Equal(isProd ? "auto" : "each", (string?)validate.Inputs["environment"]!["variables"]![FunctionEnvironment.ResizeGrouping]);
    }

    [Fact]
    public async Task StackNameTooLongForABucketIsRefused()
    {
        var refused = await Assert.ThrowsAsync<Pulumi.RunException>(() => MockedStack.CreateAsync(MockedStack.Defaults, "a-stack-of-a-very-long-name-indeed"));

        Assert.Contains("image-pipeline-a-stack-of-a-very-long-name-indeed", refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string> configuration) =>
        Assert.Throws<InvalidConfigurationException>(() => Read(configuration)).Problems;

    private static PipelineSettings Read(Dictionary<string, string> configuration) =>
        PipelineSettings.Read(configuration.GetValueOrDefault, configuration.Keys, Repository.Root);
}
