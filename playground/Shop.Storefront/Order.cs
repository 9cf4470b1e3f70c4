using System.ComponentModel.DataAnnotations;

namespace Shop.Storefront;

/// <summary>What a customer asks for; public because minimal APIs validate public types only.</summary>
public sealed record OrderRequest(
    [Required, StringLength(100)] string Item,
    [Range(1, 1000)] int Quantity);

/// <summary>What is published, and what the orders app stores.</summary>
internal sealed record Order(string Id, string Item, int Quantity);
