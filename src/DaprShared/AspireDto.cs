namespace Aspire.Hosting;

/// <summary>
/// Marks what an AppHost in another language than C# passes by value. Aspire looks for the attribute by its full name, so the model has one
/// of its own and no reference to Aspire.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AspireDtoAttribute : Attribute;
