namespace Pipeline.Infra.Configuration;

/// <summary>A text that no message shows.</summary>
internal sealed record SecretSetting(string Name, string Values, string Meaning) : Setting(Name, Values, "", Meaning)
{
    /// <returns>Null if the setting is not set.</returns>
    public string? Read(SettingSource source) => source.GetText(this);
}
