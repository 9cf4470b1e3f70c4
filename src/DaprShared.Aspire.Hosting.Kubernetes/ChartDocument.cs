using Aspire.Hosting.Kubernetes.Resources;

namespace DaprShared.Hosting;

/// <summary>
/// A document that a user wrote, in Aspire's chart as it is: no label and no namespace is added. Its metadata name the chart's file only.
/// </summary>
internal sealed class ChartDocument : BaseKubernetesResource, IChartObject
{
    private readonly DaprDocument _document;

    public ChartDocument(string resourceName, DaprDocument document)
        : base(document.ApiVersion, document.Kind)
    {
        _document = document;
        Metadata.Name = $"{resourceName}-{document.Kind}-{document.Name}".ToLowerInvariant();
    }

    public string Text => _document.ToChartYaml();
}
