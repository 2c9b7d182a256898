using System.Globalization;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.Budgets;
using Pulumi.Aws.Budgets.Inputs;

namespace Pipeline.Infra.Components;

internal sealed record MonthlyBudgetArgs(PipelineContext Context, BudgetSettings Settings);

/// <summary>Warns when a month gets expensive: at 80 % of the budget, and when the forecast exceeds it.</summary>
internal sealed class MonthlyBudget : ComponentResource
{
    public MonthlyBudget(string name, MonthlyBudgetArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:MonthlyBudget", name, options)
    {
        var (context, settings) = args;
        _ = new Budget(context.NameOf("monthly"), new BudgetArgs
        {
            BudgetType = "COST",
            TimeUnit = "MONTHLY",
            LimitAmount = settings.Dollars.ToString(CultureInfo.InvariantCulture),
            LimitUnit = "USD",
            CostFilters = settings.IsPipelineOnly
                ? new[] { new BudgetCostFilterArgs { Name = "TagKeyValue", Values = { $"user:{PipelineContext.NameTag}${context.Name}" } } }
                : [],
            Notifications = { CreateNotification("ACTUAL", 80), CreateNotification("FORECASTED", 100) },
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        RegisterOutputs(new Dictionary<string, object?>());

        BudgetNotificationArgs CreateNotification(string type, double percent) => new()
        {
            NotificationType = type,
            ComparisonOperator = "GREATER_THAN",
            Threshold = percent,
            ThresholdType = "PERCENTAGE",
            SubscriberEmailAddresses = settings.Emails.ToArray(),
        };
    }
}
